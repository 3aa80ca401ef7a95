package dev.reassembly.finetune;

import ai.djl.ndarray.NDArray;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The update of {@link AdamW} over the tensors' own host memory, which it reads and writes as little of as it can: of the rows of an
 * embedding a step meets few, and what has no gradient and never had one only decays. Tensors are cut into slices that threads take
 * in any order; sums are added up in slice order, so results do not depend on the number of threads.
 */
final class HostAdamW {
    /** Floats that are worked on at a time: five arrays of them stay in the innermost cache, and the loops vectorise. */
    private static final int CHUNK = 1024;
    /** As many chunks as a word has bits. */
    private static final int SLICE = Long.SIZE * CHUNK;
    private static final float[] ZEROS = new float[CHUNK];

    /** By parameter, for each slice the chunks whose moments are all zero, a bit each. */
    private final Map<String, long[]> unmoved = new HashMap<>();

    /** @param index among the slices of its tensor */
    private record Slice(int tensor, int index, int from, int to) {
        int chunks() {
            return (to - from + CHUNK - 1) / CHUNK;
        }

        int start(int chunk) {
            return from + chunk * CHUNK;
        }

        int length(int chunk) {
            return Math.min(CHUNK, to - start(chunk));
        }
    }

    /**
     * The gradients of one update.
     *
     * @param zeros for each slice the chunks that are all zero, a bit each
     * @param norm the joint 2-norm; squares are summed in single precision 64 at a time, those sums in double
     */
    record Gradients(List<FloatBuffer> memory, List<Slice> slices, long[] zeros, double norm) {}

    static Gradients survey(List<NDArray> gradients) {
        List<FloatBuffer> memory = views(gradients);
        List<Slice> slices = slices(memory);
        double[] sums = new double[slices.size()];
        long[] zeros = new long[sums.length];
        IntStream.range(0, sums.length).parallel().forEach(k -> {
            Slice slice = slices.get(k);
            float[] squares = new float[CHUNK];
            zeros[k] = zeroChunks(memory.get(slice.tensor()), slice, squares);
            for (float square : squares) {
                sums[k] += square;
            }
        });
        double total = 0;
        for (double sum : sums) {
            total += sum;
        }
        return new Gradients(memory, slices, zeros, Math.sqrt(total));
    }

    /** To be called when moments were written from elsewhere. */
    void forgetMoments() {
        unmoved.clear();
    }

    /** @param scale what gradients are multiplied by */
    void update(List<AdamW.Slot> slots, Gradients gradients, long update, double schedule, float scale) {
        List<FloatBuffer> weight = views(slots.stream().map(AdamW.Slot::weight).toList());
        List<FloatBuffer> mean = views(slots.stream().map(AdamW.Slot::mean).toList());
        List<FloatBuffer> variance = views(slots.stream().map(AdamW.Slot::variance).toList());
        List<long[]> still = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            int tensor = i;
            still.add(unmoved.computeIfAbsent(slots.get(i).name(), name -> gradients.slices().stream().filter(slice -> slice.tensor() == tensor)
                    .mapToLong(slice -> zeroChunks(mean.get(tensor), slice, null) & zeroChunks(variance.get(tensor), slice, null)).toArray()));
        }
        IntStream.range(0, gradients.slices().size()).parallel().forEach(k -> {
            Slice slice = gradients.slices().get(k);
            int i = slice.tensor();
            AdamW.Slot slot = slots.get(i);
            AdamW.Correction correction = slot.correction(update);
            Step step = new Step((float) (1 - slot.rate() * schedule * slot.decay()), (float) (slot.rate() * schedule * correction.rate()),
                    correction.epsilon(), scale);
            long[] rest = still.get(i);
            rest[slice.index()] &= gradients.zeros()[k];
            step.take(weight.get(i), gradients.memory().get(i), mean.get(i), variance.get(i), slice, gradients.zeros()[k], rest[slice.index()]);
        });
    }

    /**
     * @param keep what weights are multiplied by
     * @param rate learning rate with the correction of both biases
     * @param epsilon with that of the second
     */
    private record Step(float keep, float rate, float epsilon, float scale) {
        void take(FloatBuffer weight, FloatBuffer gradient, FloatBuffer mean, FloatBuffer variance, Slice slice, long zeros, long still) {
            float beta1 = (float) AdamW.BETA1;
            float rest1 = (float) (1 - AdamW.BETA1);
            float beta2 = (float) AdamW.BETA2;
            float rest2 = (float) (1 - AdamW.BETA2);
            float[] w = new float[CHUNK];
            float[] loaded = new float[CHUNK];
            float[] m = new float[CHUNK];
            float[] v = new float[CHUNK];
            for (int chunk = 0; chunk < slice.chunks(); chunk++) {
                int start = slice.start(chunk);
                int n = slice.length(chunk);
                boolean zero = (zeros >>> chunk & 1) != 0;
                if ((still >>> chunk & 1) != 0) {
                    decay(weight, start, n, w);
                    continue;
                }
                float[] g = zero ? ZEROS : loaded;
                weight.get(start, w, 0, n);
                mean.get(start, m, 0, n);
                variance.get(start, v, 0, n);
                if (!zero) {
                    gradient.get(start, loaded, 0, n);
                }
                for (int i = 0; i < n; i++) {
                    float scaled = g[i] * scale;
                    float first = beta1 * m[i] + rest1 * scaled;
                    float second = beta2 * v[i] + rest2 * scaled * scaled;
                    m[i] = first;
                    v[i] = second;
                    w[i] = w[i] * keep - rate * first / ((float) Math.sqrt(second) + epsilon);
                }
                weight.put(start, w, 0, n);
                mean.put(start, m, 0, n);
                variance.put(start, v, 0, n);
            }
        }

        /** What the other loop does where gradient and moments are zero. */
        private void decay(FloatBuffer weight, int start, int n, float[] w) {
            if (keep != 1) {
                weight.get(start, w, 0, n);
                for (int i = 0; i < n; i++) {
                    w[i] = w[i] * keep;
                }
                weight.put(start, w, 0, n);
            }
        }
    }

    /** @param squares to whose elements those of all chunks are added; null for none */
    private static long zeroChunks(FloatBuffer values, Slice slice, float[] squares) {
        float[] x = new float[CHUNK];
        long zeros = 0;
        for (int chunk = 0; chunk < slice.chunks(); chunk++) {
            int n = slice.length(chunk);
            values.get(slice.start(chunk), x, 0, n);
            if (Arrays.equals(x, 0, n, ZEROS, 0, n)) {
                zeros |= 1L << chunk;
            } else if (squares != null) {
                for (int i = 0; i < n; i++) {
                    squares[i] += x[i] * x[i];
                }
            }
        }
        return zeros;
    }

    private static List<FloatBuffer> views(List<NDArray> tensors) {
        return tensors.stream().map(tensor -> TensorMemory.view(tensor).asFloatBuffer()).toList();
    }

    private static List<Slice> slices(List<FloatBuffer> tensors) {
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < tensors.size(); i++) {
            int length = tensors.get(i).capacity();
            for (int from = 0; from < length; from += SLICE) {
                slices.add(new Slice(i, from / SLICE, from, Math.min(length, from + SLICE)));
            }
        }
        return slices;
    }
}
