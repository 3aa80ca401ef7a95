package dev.reassembly.probe;

import dev.reassembly.progress.Progress;

/** A probe says when a model has to run in the training engine; where none should, that ends the test. */
final class RefusalsAreFailures implements Progress {
    @Override
    public Work start(String label, long total) {
        return SILENT.start(label, total);
    }

    @Override
    public void message(String text) {
        if (text.contains("training engine")) {
            throw new AssertionError(text);
        }
    }
}
