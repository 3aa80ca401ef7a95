package dev.reassembly.performance;

import dev.reassembly.similarity.CenteredGram;
import dev.reassembly.similarity.CutGrams;
import dev.reassembly.similarity.CutSimilarity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How fast the Grams of a zoo become its similarity: {@code gflops}, multiplications and additions of one product of all Grams with all Grams a
 * second. Copies, norms and sums are in the time; that half of a symmetric product need not be computed is to the credit of whoever uses it.
 */
public final class ProductSpeed {
    private static final int RUNS = 5;

    private ProductSpeed() {}

    /** @param arguments layers, samples a minibatch, minibatches */
    public static void main(String[] arguments) {
        int layers = Integer.parseInt(arguments[0]);
        int batch = Integer.parseInt(arguments[1]);
        int minibatches = Integer.parseInt(arguments[2]);
        SplittableRandom random = new SplittableRandom(1);
        float[] triangle = new float[CenteredGram.length(batch)];
        for (int i = 0; i < triangle.length; i++) {
            triangle[i] = (float) random.nextGaussian();
        }
        List<List<float[]>> grams = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            List<float[]> own = new ArrayList<>();
            for (int minibatch = 0; minibatch < minibatches; minibatch++) {
                own.add(triangle.clone());
            }
            grams.add(own);
        }
        List<CutGrams> zoo = Collections.singletonList(new CutGrams("zoo", batch, grams));
        double work = 2.0 * layers * layers * triangle.length * minibatches;
        List<Double> rates = Timing.seconds(RUNS, () -> CutSimilarity.compute(zoo)).stream().map(seconds -> work / seconds / 1e9).toList();
        Timing.print(Map.of("gflops", rates));
    }
}
