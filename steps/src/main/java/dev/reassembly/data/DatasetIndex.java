package dev.reassembly.data;

import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What is known of a data set after one pass over it: class and split of every example (5 bytes each), and the undecoded
 * examples themselves while they fit into {@link #CACHE} bytes. The pass itself needs 24 bytes an example more.
 *
 * @param counts examples of each part, those left out included
 * @param splits ordinal of the split of each example, or {@link SplitRule#NONE}
 * @param cached every example in order, or null when they are too large to be kept and must be read again
 */
record DatasetIndex(List<String> classes, int[] counts, int[] labels, byte[] splits, List<Pending> cached) {
    /** Data sets whose undecoded examples take less memory than this are read only once. */
    static final long CACHE = 64L << 20;
    private static final int MOST = Integer.MAX_VALUE - 8;

    static DatasetIndex read(String uri, List<Part> parts, SampleFormat format, List<String> given, SplitRule rule, long cache)
            throws IOException {
        Labels labels = new Labels(given, format.numbersClasses());
        LongStream.Builder test = LongStream.builder();
        LongStream.Builder validation = LongStream.builder();
        LongStream.Builder train = LongStream.builder();
        List<Sample> kept = new ArrayList<>();
        long bytes = 0;
        long total = 0;
        int[] counts = new int[parts.size()];
        for (int p = 0; p < counts.length; p++) {
            try (SampleReader reader = format.open(parts.get(p))) {
                for (Sample sample; (sample = reader.next()) != null; counts[p]++) {
                    labels.add(sample);
                    test.add(StableHash.of(SplitRule.TEST_SALT, sample.id()));
                    validation.add(StableHash.of(SplitRule.VALIDATION_SALT, sample.id()));
                    train.add(rule.maxTrain() == null ? 0 : StableHash.of(rule.trainSalt(), sample.id()));
                    bytes += sample.payload().bytes();
                    if (bytes > cache) {
                        kept = null;
                    } else if (kept != null) {
                        kept.add(sample);
                    }
                    if (++total > MOST) {
                        throw new InvalidInputException(uri, "has more than " + MOST + " examples");
                    }
                }
            }
        }
        SplitRule.Hashes hashes = new SplitRule.Hashes(test.build().toArray(), validation.build().toArray(),
                train.build().toArray());
        return split(uri, parts, counts, labels, rule, hashes, kept);
    }

    private static DatasetIndex split(String uri, List<Part> parts, int[] counts, Labels labels, SplitRule rule,
            SplitRule.Hashes hashes, List<Sample> kept) {
        List<String> classes = labels.names();
        int[] indices = labels.indices();
        requireTwoClasses(uri, classes, indices);
        byte[] splits = new byte[indices.length];
        int i = 0;
        for (int p = 0; p < counts.length; p++) {
            Split split = parts.get(p).split();
            for (int n = 0; n < counts[p]; n++) {
                splits[i++] = split == null ? SplitRule.NONE : SplitRule.ordinal(split);
            }
        }
        rule.apply(splits, indices, classes.size(), hashes);
        for (Split split : Split.values()) {
            if (SplitRule.count(splits, split) == 0) {
                throw new InvalidInputException(uri, "has " + indices.length + " examples, which leaves none for the "
                        + split.name().toLowerCase(Locale.ROOT) + " split");
            }
        }
        List<Pending> cached = kept == null ? null : IntStream.range(0, indices.length)
                .mapToObj(n -> new Pending(kept.get(n).id(), indices[n], kept.get(n).payload())).toList();
        return new DatasetIndex(classes, counts, indices, splits, cached);
    }

    private static void requireTwoClasses(String uri, List<String> classes, int[] indices) {
        if (indices.length == 0) {
            throw new InvalidInputException(uri, "holds no example");
        }
        if (IntStream.of(indices).allMatch(label -> label == indices[0])) {
            throw new InvalidInputException(uri, "all " + indices.length + " examples have the label '" + classes.get(indices[0])
                    + "'; at least two classes are needed");
        }
    }
}
