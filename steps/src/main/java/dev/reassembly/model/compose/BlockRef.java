package dev.reassembly.model.compose;

/** Layers {@code from} (inclusive) to {@code to} (exclusive) of a model of the zoo. */
public record BlockRef(String model, int from, int to) {
    /** As people read it: {@code model[from..to)}. */
    public String layers() {
        return model + "[" + from + ".." + to + ")";
    }
}
