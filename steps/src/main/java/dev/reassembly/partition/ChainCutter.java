package dev.reassembly.partition;

/** Cuts one model into blocks and gives each block a set, while the anchors stand still. */
interface ChainCutter {
    /**
     * Writes the new cuts and sets over the old ones.
     *
     * @param cuts K+1 boundaries; a feasible cut on entry
     * @param sets the set of each of the K blocks
     */
    void cut(Affinity affinity, int model, int[] cuts, int[] sets);

    static ChainCutter of(Solver solver) {
        return switch (solver) {
            case DYNAMIC_PROGRAMMING -> new DynamicProgramming();
            case KERNIGHAN_LIN -> new KernighanLin();
        };
    }
}
