package dev.reassembly.finetune;

import dev.reassembly.data.Dataset;
import dev.reassembly.data.Example;
import dev.reassembly.data.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Examples in memory. */
public record MemoryDataset(List<String> classes, Map<Split, List<Example>> splits) implements Dataset {
    @Override
    public int size(Split split) {
        return splits.get(split).size();
    }

    @Override
    public String digest() {
        return "memory";
    }

    @Override
    public Examples open(Split split) {
        return stream(splits.get(split));
    }

    @Override
    public Examples shuffled(Split split, long seed) {
        List<Example> order = new ArrayList<>(splits.get(split));
        Collections.shuffle(order, new Random(seed));
        return stream(order);
    }

    private static Examples stream(List<Example> examples) {
        Iterator<Example> iterator = examples.iterator();
        return new Examples() {
            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public Example next() {
                return iterator.next();
            }

            @Override
            public void close() {}
        };
    }

    /** Pictures of 8 x 8 with horizontal (0) or vertical (1) stripes of random phase, under noise. */
    public static MemoryDataset stripes(int train, int validation) {
        Random random = new Random(11);
        return new MemoryDataset(List.of("horizontal", "vertical"), Map.of(
                Split.TRAIN, stripes("t", train, random), Split.VALIDATION, stripes("v", validation, random)));
    }

    private static List<Example> stripes(String prefix, int n, Random random) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            int label = random.nextInt(2);
            int phase = random.nextInt(2);
            byte[] rgb = new byte[8 * 8 * 3];
            for (int p = 0; p < rgb.length; p++) {
                int line = label == 0 ? p / 24 : p / 3 % 8;
                int value = 128 + ((line + phase) % 2 == 0 ? 40 : -40) + (int) (30 * random.nextGaussian());
                rgb[p] = (byte) Math.max(0, Math.min(255, value));
            }
            examples.add(new Example(prefix + i, new Example.Image(8, 8, rgb), label));
        }
        return examples;
    }

    /** Texts of 1 to 12 letters; the class says whether more of them come from the first half of the alphabet. */
    static MemoryDataset letters(int train, int validation) {
        Random random = new Random(12);
        return new MemoryDataset(List.of("late", "early"), Map.of(
                Split.TRAIN, letters("t", train, random), Split.VALIDATION, letters("v", validation, random)));
    }

    private static List<Example> letters(String prefix, int n, Random random) {
        List<Example> examples = new ArrayList<>();
        while (examples.size() < n) {
            StringBuilder text = new StringBuilder();
            int balance = 0;
            for (int length = 1 + random.nextInt(12); length > 0; length--) {
                char letter = (char) ('a' + random.nextInt(26));
                balance += letter < 'n' ? 1 : -1;
                text.append(letter);
            }
            if (balance != 0) {
                examples.add(new Example(prefix + examples.size(), new Example.Text(text.toString()), balance > 0 ? 1 : 0));
            }
        }
        return examples;
    }
}
