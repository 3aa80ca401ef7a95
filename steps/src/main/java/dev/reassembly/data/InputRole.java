package dev.reassembly.data;

/** What a network input means, whatever its name in the graph. */
public enum InputRole {
    IMAGE, IDS, MASK, TYPES
}
