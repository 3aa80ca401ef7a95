package dev.reassembly.data;

import java.util.function.IntPredicate;

/**
 * Gives every example its split. Splits that the data has are kept; the others are drawn by class from the training data
 * by hashes of the examples' identities: first {@code test} of it, then {@code validation} of what is left. Neither depends
 * on the run's seed, so that runs with different seeds are judged by the same examples. {@code maxTest} keeps the test
 * examples of smallest hash; {@code maxTrain} draws by the seed.
 */
record SplitRule(double validation, double test, Long maxTrain, Long maxTest, long seed) {
    /** Marks an example that is left out. */
    static final byte NONE = -1;
    static final String TEST_SALT = "reassembly: test split";
    static final String VALIDATION_SALT = "reassembly: validation split";
    private static final String TRAIN_SALT = "reassembly: training examples of seed ";

    /** The salt of the hashes that maxTrain draws by. */
    String trainSalt() {
        return TRAIN_SALT + seed;
    }

    /**
     * @param splits the ordinal of the split that the data gives to each example, {@link #NONE} without one; overwritten
     * @param labels class of every example
     */
    void apply(byte[] splits, int[] labels, int classes, Hashes hashes) {
        boolean hasTest = false;
        boolean hasValidation = false;
        for (int i = 0; i < splits.length; i++) {
            hasTest |= splits[i] == ordinal(Split.TEST);
            hasValidation |= splits[i] == ordinal(Split.VALIDATION);
            splits[i] = splits[i] == NONE ? ordinal(Split.TRAIN) : splits[i];
        }
        if (!hasTest) {
            move(splits, labels, classes, hashes.test(), test, Split.TEST);
        }
        if (!hasValidation) {
            move(splits, labels, classes, hashes.validation(), validation, Split.VALIDATION);
        }
        limit(splits, labels, classes, hashes.test(), Split.TEST, maxTest);
        limit(splits, labels, classes, hashes.train(), Split.TRAIN, maxTrain);
    }

    private static void move(byte[] splits, int[] labels, int classes, long[] hashes, double part, Split to) {
        IntPredicate training = i -> splits[i] == ordinal(Split.TRAIN);
        long count = Math.round(part * count(splits, Split.TRAIN));
        boolean[] drawn = StratifiedDraw.draw(labels, classes, hashes, training, count);
        for (int i = 0; i < splits.length; i++) {
            splits[i] = drawn[i] ? ordinal(to) : splits[i];
        }
    }

    private static void limit(byte[] splits, int[] labels, int classes, long[] hashes, Split split, Long most) {
        if (most == null || count(splits, split) <= most) {
            return;
        }
        boolean[] kept = StratifiedDraw.draw(labels, classes, hashes, i -> splits[i] == ordinal(split), most);
        for (int i = 0; i < splits.length; i++) {
            splits[i] = splits[i] == ordinal(split) && !kept[i] ? NONE : splits[i];
        }
    }

    static int count(byte[] splits, Split split) {
        int count = 0;
        for (byte each : splits) {
            count += each == ordinal(split) ? 1 : 0;
        }
        return count;
    }

    static byte ordinal(Split split) {
        return (byte) split.ordinal();
    }

    /** One hash an example for each draw; {@code train} is null without maxTrain. */
    record Hashes(long[] test, long[] validation, long[] train) {}
}
