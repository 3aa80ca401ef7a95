package dev.reassembly.data;

/**
 * How a split is cut into batches. Everything about the order follows from {@code (seed, epoch)}, so a run can go on at any
 * batch of any epoch.
 *
 * @param size examples a batch; the last batch may be smaller
 * @param seed of the examples' order, or null for the data set's own order
 * @param epoch number of the pass over the data; with a seed every epoch has its own order
 * @param window batches among which texts are sorted by length, so that a batch holds texts of about one length and little
 *     padding; with a seed the batches of a window are shuffled. 1 leaves the order alone. Pictures are never sorted
 * @param from index of the first batch that is wanted; the ones before are passed over without being encoded
 * @param dropLast leave out a last batch of less than {@code size} examples
 * @param ahead batches that are prepared ahead of the one in use
 * @param augmentation for pictures, or null; needs a seed
 */
public record Batching(int size, Long seed, int epoch, int window, int from, boolean dropLast, int ahead,
        Augmentation augmentation) {
    /** A usual window: enough batches for little padding, and few enough to be in memory. */
    public static final int WINDOW = 16;

    public Batching {
        if (size < 1 || window < 1 || from < 0 || ahead < 1 || epoch < 0) {
            throw new IllegalArgumentException("batches need size, window and ahead of 1 or more and no negative index");
        }
        if (augmentation != null && seed == null) {
            throw new IllegalArgumentException("augmentation needs a seed");
        }
    }

    /** Batches in the data set's own order. */
    public static Batching of(int size) {
        return new Batching(size, null, 0, 1, 0, false, 2, null);
    }

    public Batching shuffled(long newSeed, int newEpoch) {
        return new Batching(size, newSeed, newEpoch, window, from, dropLast, ahead, augmentation);
    }

    public Batching bucketed(int newWindow) {
        return new Batching(size, seed, epoch, newWindow, from, dropLast, ahead, augmentation);
    }

    public Batching startingAt(int batch) {
        return new Batching(size, seed, epoch, window, batch, dropLast, ahead, augmentation);
    }

    public Batching droppingLast() {
        return new Batching(size, seed, epoch, window, from, true, ahead, augmentation);
    }

    public Batching augmented(Augmentation by) {
        return new Batching(size, seed, epoch, window, from, dropLast, ahead, by);
    }

    /** Number of batches in a whole epoch over this many examples, those before {@code from} included. */
    public int batches(int examples) {
        return dropLast ? examples / size : (examples + size - 1) / size;
    }

    /** The seed of this epoch's order. */
    long orderSeed() {
        return StableHash.mix(seed, epoch);
    }
}
