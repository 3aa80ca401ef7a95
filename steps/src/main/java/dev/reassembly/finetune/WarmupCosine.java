package dev.reassembly.finetune;

/**
 * The factor by which every peak learning rate is multiplied: a linear rise over the first part of all steps, then half a
 * cosine down to zero (Loshchilov and Hutter, SGDR, 2017, without restarts).
 *
 * @param steps number of optimiser steps of the whole training, at least 1
 * @param warmup part of them in which the rate rises, in [0, 1)
 */
public record WarmupCosine(long steps, double warmup) {
    public WarmupCosine {
        if (steps < 1 || !(warmup >= 0 && warmup < 1)) {
            throw new IllegalArgumentException("a schedule needs at least one step and a warm-up in [0, 1), not " + steps
                    + " and " + warmup);
        }
    }

    /** Number of steps that belong to the warm-up; the last of them has factor 1. */
    public long warmupSteps() {
        return Math.round(warmup * steps);
    }

    /**
     * With w warm-up steps: (t + 1) / w for t &lt; w, then (1 + cos(pi (t - w) / (steps - w))) / 2. Zero from step
     * {@code steps} on.
     *
     * @param step 0-based
     */
    public double factor(long step) {
        long rising = warmupSteps();
        if (step < rising) {
            return (step + 1.0) / rising;
        }
        if (step >= steps) {
            return 0;
        }
        return 0.5 * (1 + Math.cos(Math.PI * (step - rising) / (steps - rising)));
    }
}
