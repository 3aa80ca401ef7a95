package dev.reassembly.finetune;

import ai.djl.ndarray.NDArray;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The update of {@link AdamW} over the tensors' own host memory in one pass. Tensors are cut into slices that threads take
 * in any order; sums are added up in slice order, so results do not depend on the number of threads.
 */
final class HostAdamW {
    private static final int SLICE = 1 << 16;
    /** Floats that are worked on at a time: five arrays of them stay in the innermost cache, and the loop vectorises. */
    private static final int CHUNK = 1024;

    private HostAdamW() {}

    private record Slice(int tensor, int from, int to) {}

    /** The joint 2-norm, accumulated in double precision. */
    static double norm(List<NDArray> gradients) {
        List<FloatBuffer> memory = views(gradients);
        List<Slice> slices = slices(memory);
        double[] sums = new double[slices.size()];
        IntStream.range(0, sums.length).parallel().forEach(k -> {
            Slice slice = slices.get(k);
            sums[k] = squares(memory.get(slice.tensor()), slice.from(), slice.to());
        });
        double total = 0;
        for (double sum : sums) {
            total += sum;
        }
        return Math.sqrt(total);
    }

    static void update(List<AdamW.Slot> slots, List<NDArray> gradients, long update, double schedule, float scale) {
        List<FloatBuffer> weight = views(slots.stream().map(AdamW.Slot::weight).toList());
        List<FloatBuffer> gradient = views(gradients);
        List<FloatBuffer> mean = views(slots.stream().map(AdamW.Slot::mean).toList());
        List<FloatBuffer> variance = views(slots.stream().map(AdamW.Slot::variance).toList());
        slices(weight).parallelStream().forEach(slice -> {
            int i = slice.tensor();
            AdamW.Slot slot = slots.get(i);
            AdamW.Correction correction = slot.correction(update);
            float keep = (float) (1 - slot.rate() * schedule * slot.decay());
            update(weight.get(i), gradient.get(i), mean.get(i), variance.get(i), slice.from(), slice.to(), keep,
                    (float) (slot.rate() * schedule * correction.rate()), correction.epsilon(), scale);
        });
    }

    private static void update(FloatBuffer weight, FloatBuffer gradient, FloatBuffer mean, FloatBuffer variance, int from, int to,
            float keep, float rate, float epsilon, float scale) {
        float beta1 = (float) AdamW.BETA1;
        float rest1 = (float) (1 - AdamW.BETA1);
        float beta2 = (float) AdamW.BETA2;
        float rest2 = (float) (1 - AdamW.BETA2);
        float[] w = new float[CHUNK];
        float[] g = new float[CHUNK];
        float[] m = new float[CHUNK];
        float[] v = new float[CHUNK];
        float[] zero = new float[CHUNK];
        for (int start = from; start < to; start += CHUNK) {
            int n = Math.min(CHUNK, to - start);
            weight.get(start, w, 0, n);
            gradient.get(start, g, 0, n);
            mean.get(start, m, 0, n);
            variance.get(start, v, 0, n);
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
            gradient.put(start, zero, 0, n);
        }
    }

    private static double squares(FloatBuffer values, int from, int to) {
        float[] x = new float[CHUNK];
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int start = from; start < to; start += CHUNK) {
            int n = Math.min(CHUNK, to - start);
            values.get(start, x, 0, n);
            Arrays.fill(x, n, CHUNK, 0);
            for (int i = 0; i < CHUNK; i += 4) {
                a += (double) x[i] * x[i];
                b += (double) x[i + 1] * x[i + 1];
                c += (double) x[i + 2] * x[i + 2];
                d += (double) x[i + 3] * x[i + 3];
            }
        }
        return a + b + c + d;
    }

    private static List<FloatBuffer> views(List<NDArray> tensors) {
        return tensors.stream().map(tensor -> TensorMemory.view(tensor).asFloatBuffer()).toList();
    }

    private static List<Slice> slices(List<FloatBuffer> tensors) {
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < tensors.size(); i++) {
            int length = tensors.get(i).capacity();
            for (int from = 0; from < length; from += SLICE) {
                slices.add(new Slice(i, from, Math.min(length, from + SLICE)));
            }
        }
        return slices;
    }
}
