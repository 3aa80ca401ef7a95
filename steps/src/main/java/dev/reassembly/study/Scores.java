package dev.reassembly.study;

/** Names of the scores, as the table, the files and the reports have them; docs/study.md defines them. */
public final class Scores {
    public static final String PARAMETERS = "parameters";
    public static final String FLOPS = "flops";
    /** The objective of the integer programme, and its two parts. */
    public static final String PROGRAMME = "programme";
    public static final String COST = "cost-term";
    /** The objective of the other view, by what each block adds in its own model. */
    public static final String GAINS = "gains";
    public static final String STITCHES = "stitch-term";
    public static final String LAST_BLOCK = "last-block-probe";
    public static final String LEAST_R2 = "stitch-r2-min";
    public static final String MEAN_R2 = "stitch-r2-mean";
    public static final String FITTED_R2 = "fitted-r2-mean";
    public static final String CKA = "joint-cka-mean";
    public static final String REPLACE_ONE = "replace-one";
    /** Of the built network with its fitted stitches. */
    public static final String PROBE = "probe-behind-stitch";
    public static final String LOGME = "logme-behind-stitch";

    private Scores() {}
}
