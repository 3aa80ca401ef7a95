package dev.reassembly.pipeline;

/** What a published network is compared with beside the zoo's own networks: the same budget, data, epochs and number of trials. */
public enum Control {
    /** The best assembly on validation. */
    ASSEMBLY,
    /** The best truncated network. */
    TRUNCATED_PARENT,
    /** The best network with a stitch inside. */
    STITCHED_PARENT,
    /** The best network that was taught. */
    DISTILLED_PARENT,
    /** The best assembly, its last run of layers drawn anew: what the pre-training of the late block is worth. */
    FRESH_END,
    /** The best assembly with stitches drawn at random instead of fitted. */
    RANDOM_STITCHES,
    /** The best assembly with all weights drawn anew: what pre-training is worth at all. */
    SCRATCH,
    /** The best of as many assemblies of the equivalence sets, drawn at random. */
    RANDOM_ASSEMBLY,
    /** The best of as many that the same search proposes over even cuts, a set a stage: what the partition is worth. */
    NO_PARTITION,
    /** The paper's procedure: sets by Kernighan-Lin, random candidates, the best by NASWOT, random stitches. */
    PAPER
}
