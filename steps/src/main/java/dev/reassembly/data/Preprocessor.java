package dev.reassembly.data;

import java.util.List;

/** Turns examples into one model's inputs, as its zoo entry declares. Thread safe. */
public interface Preprocessor extends AutoCloseable {
    Batch encode(List<Example> examples);

    @Override
    void close();
}
