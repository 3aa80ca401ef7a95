package dev.reassembly.progress;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What is said in messages, for tests; bars are silent. */
public final class Told implements Progress {
    private final List<String> messages = new CopyOnWriteArrayList<>();

    /** In their order; grows. */
    public List<String> messages() {
        return messages;
    }

    @Override
    public Work start(String label, long total) {
        return SILENT.start(label, total);
    }

    @Override
    public void message(String text) {
        messages.add(text);
    }
}
