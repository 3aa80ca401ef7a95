package dev.reassembly.model.cut;

/** A place in a model's graph where exactly one tensor passes. Cut 0 is the input; cut i is the output of layer i-1. */
public record Cut(int index, String tensor, Feature feature) {}
