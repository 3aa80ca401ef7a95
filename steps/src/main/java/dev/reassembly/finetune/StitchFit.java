package dev.reassembly.finetune;

/**
 * How well a stitch was fitted.
 *
 * @param block the stitch stands before this block (from 1)
 * @param explained R^2 on examples that did not enter the regression, over all channels together
 * @param before the same of the weights that the stitch started from
 * @param ridge the penalty that did best there, relative to the mean variance of a channel
 * @param rows tokens, positions or examples in the regression
 * @param aligned whether rows were matched position by position; otherwise each example is one row, the mean over positions
 */
public record StitchFit(int block, double explained, double before, double ridge, long rows, boolean aligned) {}
