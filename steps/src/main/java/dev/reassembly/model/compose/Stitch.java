package dev.reassembly.model.compose;

import dev.reassembly.model.cut.Feature;

/**
 * The affine layer that carries a feature of one block to the input of the next: resampling to the target's grid, then
 * one linear map over channels with a bias. {@code identity} joins neighbouring blocks of one model without any operator.
 */
public record Stitch(Feature from, Feature to, boolean identity) {}
