package dev.reassembly.store;

/** The computation of a step; everything it leaves behind goes through the output. */
@FunctionalInterface
public interface StepBody {
    void write(StepOutput output) throws Exception;
}
