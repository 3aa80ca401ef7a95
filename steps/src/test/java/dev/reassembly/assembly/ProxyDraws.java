package dev.reassembly.assembly;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;

/** Random features for tests. */
final class ProxyDraws {
    private ProxyDraws() {}

    static float[] normal(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    static int[] labels(Random random, int count, int classes) {
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = random.nextInt(classes);
        }
        return labels;
    }

    static DMatrixRMaj matrix(float[] values, int rows, int columns) {
        DMatrixRMaj matrix = new DMatrixRMaj(rows, columns);
        for (int i = 0; i < matrix.data.length; i++) {
            matrix.data[i] = values[i];
        }
        return matrix;
    }

    /** Features [samples][channels] that are a noisy linear image of {@code source}. */
    static float[] image(Random random, float[] source, int channelsIn, int channelsOut, double noise) {
        float[] mixing = normal(random, channelsIn * channelsOut);
        float[] result = new float[source.length / channelsIn * channelsOut];
        for (int i = 0; i < result.length; i++) {
            double sum = 5 + noise * random.nextGaussian();
            for (int c = 0; c < channelsIn; c++) {
                sum += source[i / channelsOut * channelsIn + c] * mixing[c * channelsOut + i % channelsOut];
            }
            result[i] = (float) sum;
        }
        return result;
    }
}
