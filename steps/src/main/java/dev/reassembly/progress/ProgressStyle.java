package dev.reassembly.progress;

/** How progress is shown. */
public enum ProgressStyle {
    /** A bar in a terminal, else plain lines. */
    AUTO,
    BAR,
    PLAIN,
    NONE
}
