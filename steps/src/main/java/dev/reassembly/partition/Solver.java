package dev.reassembly.partition;

/** How the cuts of one model are found while the anchors stand still. */
public enum Solver {
    DYNAMIC_PROGRAMMING, KERNIGHAN_LIN
}
