package dev.reassembly.partition;

/** What a block's size is measured in. */
public enum Balance {
    PARAMETERS, FLOPS, LAYERS
}
