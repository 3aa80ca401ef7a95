package dev.reassembly.model.run;

import java.util.BitSet;

/**
 * Several steps that one call of the engine can stand for.
 *
 * @param members their places in the program
 * @param last the place where the fused step runs: that of the last member
 * @param step computes the last member's output
 * @param inner slots of what the other members make, which nothing else uses
 * @param constants slots of numbers that are built into the step
 */
record Fusion(BitSet members, int last, Step step, BitSet inner, BitSet constants) {
    /** Whether the fused step may run in place of its members: all would run, and nobody looks inside. */
    boolean applies(BitSet chosen, BitSet given, BitSet wanted) {
        BitSet missing = (BitSet) members.clone();
        missing.andNot(chosen);
        return missing.isEmpty() && !inner.intersects(wanted) && !inner.intersects(given) && !constants.intersects(given);
    }
}
