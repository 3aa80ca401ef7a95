package dev.reassembly.data;

/** TEST is read once, for the final table. */
public enum Split {
    TRAIN, VALIDATION, TEST
}
