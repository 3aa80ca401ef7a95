package dev.reassembly.model.compose;

/** The classifier on top of a composed network. */
public record Head(int classes) {
    public Head {
        if (classes < 1) {
            throw new IllegalArgumentException("a head has at least one class, not " + classes);
        }
    }
}
