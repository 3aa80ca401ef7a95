package dev.reassembly.finetune;

/** A training whose loss, gradients or validation loss stopped being finite. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient FineTuneResult result;

    DivergedException(FineTuneResult result) {
        super("candidate " + result.candidate() + ": " + result.diverged());
        this.result = result;
    }

    /** The curve as far as it went, and in {@link FineTuneResult#diverged} what happened. */
    public FineTuneResult result() {
        return result;
    }
}
