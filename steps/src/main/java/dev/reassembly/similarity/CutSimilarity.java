package dev.reassembly.similarity;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.reassembly.failure.InvalidInputException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Unbiased minibatch linear CKA of all pairs of cuts of a zoo (Nguyen, Raghu and Kornblith, "Do wide and deep networks learn
 * the same things?", ICLR 2021, equation 3): the estimates of HSIC are summed over minibatches before the quotient is taken,
 * <pre>CKA(K, L) = sum HSIC(K, L) / sqrt(sum HSIC(K, K) · sum HSIC(L, L)).</pre>
 *
 * <p>All pairs at once are one product of a matrix [cuts, b(b-1)/2 · minibatches] with its own transpose, done in column tiles, and
 * of those in {@link #STRIPS} strips of rows, each with the rows from its own first on: the rest is the same again.
 * Beyond the Grams themselves it needs at most two tiles of {@link #TILE_BYTES} and 16 bytes a pair of cuts.
 */
public final class CutSimilarity {
    /** The most native memory that one operand of a product takes. */
    static final long TILE_BYTES = 64L << 20;

    /** More of them save up to half of the work, but products of narrow strips are slower. */
    private static final int STRIPS = 3;

    private CutSimilarity() {}

    /**
     * Compares every cut with every cut.
     *
     * @param zoo the Grams of all models over the same minibatches, in the order that the result keeps
     * @throws InvalidInputException when the features of a cut do not vary or are not finite; names the model and the cut
     */
    public static SimilarityMatrix compute(List<CutGrams> zoo) {
        return compute(zoo, TILE_BYTES);
    }

    static SimilarityMatrix compute(List<CutGrams> zoo, long tileBytes) {
        requireSameMinibatches(zoo);
        GramRows rows = new GramRows(zoo);
        double[] products = products(rows, rows, tileBytes);
        int size = rows.size();
        float[] values = new float[Math.multiplyExact(size, size)];
        for (int i = 0; i < size; i++) {
            for (int j = i; j < size; j++) {
                values[i * size + j] = (float) (products[i * size + j] / (rows.norm(i) * rows.norm(j)));
            }
        }
        return SimilarityMatrix.ofEstimates(names(zoo), cuts(zoo), values);
    }

    /**
     * The matrix of a zoo with one model more, computing only the new model's rows.
     *
     * @param known the matrix of {@code zoo}
     * @param zoo the Grams that {@code known} was computed from
     * @param added the new model, which comes last
     */
    public static SimilarityMatrix extend(SimilarityMatrix known, List<CutGrams> zoo, CutGrams added) {
        List<CutGrams> all = new ArrayList<>(zoo);
        all.add(added);
        requireSameMinibatches(all);
        if (!known.models().equals(names(zoo)) || !known.cuts().equals(cuts(zoo))) {
            throw new IllegalArgumentException("the matrix is of " + known.models() + ", not of " + names(zoo));
        }
        GramRows rows = new GramRows(all);
        GramRows last = new GramRows(List.of(added));
        double[] products = products(rows, last, TILE_BYTES);
        int size = rows.size();
        int old = size - added.cuts();
        float[] values = new float[Math.multiplyExact(size, size)];
        for (int i = 0; i < size; i++) {
            for (int j = i; j < old; j++) {
                values[i * size + j] = known.value(i, j);
            }
            for (int j = Math.max(i, old); j < size; j++) {
                values[i * size + j] = (float) (products[i * added.cuts() + j - old] / (rows.norm(i) * last.norm(j - old)));
            }
        }
        return SimilarityMatrix.ofEstimates(names(all), cuts(all), values, known.negatives());
    }

    /**
     * Inner products of all rows of {@code left} with all rows of {@code right}, row-major, summed in double precision. When both are the
     * same only products of a row with itself and those after it are sure to be there.
     */
    private static double[] products(GramRows left, GramRows right, long tileBytes) {
        int widest = Math.max(left.size(), right.size());
        int columns = (int) Math.min(left.length(), Math.max(1, tileBytes / (4L * widest)));
        double[] sums = new double[Math.multiplyExact(left.size(), right.size())];
        // The products of a minibatch are large next to the copies, so the tiles stay on the CPU.
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            ByteBuffer leftTile = tile(manager, left.size(), columns);
            ByteBuffer rightTile = left == right ? leftTile : tile(manager, right.size(), columns);
            for (int minibatch = 0; minibatch < left.minibatches(); minibatch++) {
                for (int from = 0; from < left.length(); from += columns) {
                    int to = Math.min(left.length(), from + columns);
                    left.fill(leftTile.asFloatBuffer(), minibatch, from, to);
                    if (left != right) {
                        right.fill(rightTile.asFloatBuffer(), minibatch, from, to);
                    }
                    int strips = left == right ? Math.min(STRIPS, left.size()) : 1;
                    for (int strip = 0; strip < strips; strip++) {
                        int first = left.size() * strip / strips;
                        int end = left.size() * (strip + 1) / strips;
                        int opposite = left == right ? first : 0;
                        float[] values = product(manager, rows(leftTile, first, end, to - from), end - first,
                                rows(rightTile, opposite, right.size(), to - from), right.size() - opposite, to - from);
                        add(sums, right.size(), first, opposite, values);
                    }
                }
            }
        }
        return sums;
    }

    private static float[] product(NDManager parent, ByteBuffer left, int rows, ByteBuffer right, int columns, int width) {
        try (NDManager manager = parent.newSubManager()) {
            NDArray a = manager.create(left, new Shape(rows, width), DataType.FLOAT32);
            NDArray b = manager.create(right, new Shape(columns, width), DataType.FLOAT32);
            return a.matMul(b.transpose()).toFloatArray();
        }
    }

    /** Memory of the engine's own, which ends with the manager; its alignment, and with it the order of summation, is always the same. */
    private static ByteBuffer tile(NDManager manager, int rows, int columns) {
        return manager.create(new Shape(rows, columns)).toByteBuffer(true);
    }

    private static ByteBuffer rows(ByteBuffer tile, int first, int end, int width) {
        return tile.slice(4 * first * width, 4 * (end - first) * width).order(tile.order());
    }

    /** Adds a product whose first value belongs to {@code row} and {@code column}, and whose columns are all those that follow. */
    private static void add(double[] sums, int columns, int row, int column, float[] product) {
        int width = columns - column;
        for (int i = 0; i < product.length; i++) {
            sums[(row + i / width) * columns + column + i % width] += product[i];
        }
    }

    private static void requireSameMinibatches(List<CutGrams> zoo) {
        CutGrams first = zoo.get(0);
        for (CutGrams model : zoo) {
            if (model.batch() != first.batch() || model.minibatches() != first.minibatches()) {
                throw new InvalidInputException("model " + model.model(), "it was probed in " + model.minibatches()
                        + " minibatches of " + model.batch() + ", model " + first.model() + " in " + first.minibatches() + " of "
                        + first.batch() + "; all models must be probed on the same minibatches");
            }
        }
    }

    private static List<String> names(List<CutGrams> zoo) {
        return zoo.stream().map(CutGrams::model).toList();
    }

    private static List<Integer> cuts(List<CutGrams> zoo) {
        return zoo.stream().map(CutGrams::cuts).toList();
    }
}
