package dev.reassembly.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Cuts one pass over examples into batches of undecoded inputs, window by window. */
final class BatchPlan {
    private final Batching batching;
    private final Dataset.Examples examples;

    BatchPlan(Batching batching, Dataset.Examples examples) {
        this.batching = batching;
        this.examples = examples;
    }

    /** Hands over every batch from {@code batching.from()} on until the examples end or the thread is interrupted. */
    void run(Consumer<List<Example>> consumer) {
        int windowIndex = batching.from() / batching.window();
        int passed = batching.from() % batching.window();
        examples.skip((long) windowIndex * batching.window() * batching.size());
        for (; examples.hasNext(); windowIndex++, passed = 0) {
            List<List<Example>> batches = window(windowIndex);
            for (List<Example> batch : batches.subList(Math.min(passed, batches.size()), batches.size())) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                consumer.accept(batch);
            }
        }
    }

    private List<List<Example>> window(int windowIndex) {
        List<Example> drawn = new ArrayList<>();
        while (drawn.size() < batching.window() * batching.size() && examples.hasNext()) {
            drawn.add(examples.next());
        }
        int kept = batching.dropLast() ? drawn.size() / batching.size() * batching.size() : drawn.size();
        drawn = drawn.subList(0, kept);
        boolean texts = !drawn.isEmpty() && drawn.get(0).content() instanceof Example.Text;
        if (batching.window() > 1 && texts) {
            drawn.sort(Comparator.comparingInt(Example::length));
        }
        List<List<Example>> batches = new ArrayList<>();
        for (int i = 0; i < drawn.size(); i += batching.size()) {
            batches.add(drawn.subList(i, Math.min(drawn.size(), i + batching.size())));
        }
        if (batching.window() > 1 && texts && batching.seed() != null) {
            Collections.shuffle(batches, new Random(StableHash.mix(batching.orderSeed(), windowIndex)));
        }
        return batches;
    }
}
