package dev.reassembly.similarity;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Similarity of all cuts of a zoo: symmetric, exactly 1 on the diagonal, within [0, 1]. Immutable. */
public final class SimilarityMatrix {
    private static final String FORMAT = "cut-similarity";
    private static final int VERSION = 1;

    private final List<String> models;
    private final List<Integer> cuts;
    private final int[] offsets;
    private final float[] values;
    private final int negatives;

    private record Header(List<String> models, List<Integer> cuts, int negatives) {}

    private SimilarityMatrix(List<String> models, List<Integer> cuts, float[] values, int negatives) {
        this.models = List.copyOf(models);
        this.cuts = List.copyOf(cuts);
        this.values = values;
        this.negatives = negatives;
        this.offsets = new int[cuts.size() + 1];
        for (int i = 0; i < cuts.size(); i++) {
            offsets[i + 1] = offsets[i] + cuts.get(i);
        }
    }

    /** Completes estimates whose upper triangle is given. */
    static SimilarityMatrix ofEstimates(List<String> models, List<Integer> cuts, float[] values) {
        return ofEstimates(models, cuts, values, 0);
    }

    static SimilarityMatrix ofEstimates(List<String> models, List<Integer> cuts, float[] values, int alreadyNegative) {
        int size = cuts.stream().mapToInt(Integer::intValue).sum();
        int negatives = alreadyNegative;
        for (int i = 0; i < size; i++) {
            values[i * size + i] = 1;
            for (int j = i + 1; j < size; j++) {
                float estimate = values[i * size + j];
                if (estimate < 0) {
                    negatives++;
                }
                float value = Math.max(0, Math.min(1, estimate));
                values[i * size + j] = value;
                values[j * size + i] = value;
            }
        }
        return new SimilarityMatrix(models, cuts, values, negatives);
    }

    /** Names in zoo order. */
    public List<String> models() {
        return models;
    }

    /** Number of cuts of each model without cut 0, which is its number of layers. */
    public List<Integer> cuts() {
        return cuts;
    }

    /** How many pairs of cuts had a negative estimate, which an unbiased one can have near 0, and were set to 0. */
    public int negatives() {
        return negatives;
    }

    /**
     * Similarity of two cuts. Cut 0 is the raw input, which has no features: it is like every other raw input (1) and like
     * nothing else (0).
     *
     * @param modelI position of the first model in {@link #models()}
     * @param cutA cut of the first model, from 0 to its number of layers
     */
    public double lookup(int modelI, int cutA, int modelJ, int cutB) {
        int row = row(modelI, cutA);
        int column = row(modelJ, cutB);
        if (row < 0 || column < 0) {
            return cutA == cutB ? 1 : 0;
        }
        return value(row, column);
    }

    float value(int row, int column) {
        return values[row * offsets[cuts.size()] + column];
    }

    private int row(int model, int cut) {
        if (cut < 0 || cut > cuts.get(model)) {
            throw new IndexOutOfBoundsException("model " + models.get(model) + " has cuts 0 to " + cuts.get(model)
                    + ", not " + cut);
        }
        return cut == 0 ? -1 : offsets[model] + cut - 1;
    }

    /** Writes a {@link FloatFile}; the caller closes the stream. */
    public void write(OutputStream out) throws IOException {
        FloatFile.write(out, FORMAT, VERSION, new Header(models, cuts, negatives), List.of(values));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param subject what errors call the file
     * @throws dev.reassembly.failure.InvalidInputException when it is not such a file
     */
    public static SimilarityMatrix read(InputStream in, String subject) throws IOException {
        FloatFile file = FloatFile.open(in, subject, FORMAT, VERSION);
        Header header = file.header(Header.class);
        int size = header.cuts().stream().mapToInt(Integer::intValue).sum();
        return new SimilarityMatrix(header.models(), header.cuts(), file.floats(Math.multiplyExact(size, size)),
                header.negatives());
    }
}
