package dev.reassembly.performance;

import dev.reassembly.similarity.CenteredGram;
import dev.reassembly.similarity.CutGrams;
import dev.reassembly.similarity.CutSimilarity;
import dev.reassembly.similarity.SimilarityMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * CKA of all pairs of layers of a zoo of 24 models, from pooled features to the matrix. Layers are 64 to 2,048 channels wide, in equal numbers; those of
 * equal width have the same features, which changes no time and keeps the features themselves out of the memory that is measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class SimilarityBenchmark {
    private static final int[] WIDTHS = {64, 128, 256, 512, 1024, 2048};
    private static final int MODELS = 24;
    private static final int MINIBATCH = 256;

    @Param("434")
    int layers;

    @Param("2048")
    int samples;

    private float[][] features;

    @Setup
    public void draw() {
        SplittableRandom random = new SplittableRandom(1);
        features = new float[WIDTHS.length][];
        for (int i = 0; i < WIDTHS.length; i++) {
            features[i] = new float[samples * WIDTHS[i]];
            for (int j = 0; j < features[i].length; j++) {
                features[i][j] = (float) random.nextGaussian();
            }
        }
    }

    @Benchmark
    public SimilarityMatrix allPairs() {
        List<CutGrams> zoo = new ArrayList<>();
        for (int model = 0, layer = 0; model < MODELS; model++) {
            List<List<float[]>> cuts = new ArrayList<>();
            for (int end = (int) ((long) layers * (model + 1) / MODELS); layer < end; layer++) {
                int width = layer % WIDTHS.length;
                cuts.add(CenteredGram.of(features[width], samples, MINIBATCH, WIDTHS[width]));
            }
            zoo.add(new CutGrams("model" + model, MINIBATCH, cuts));
        }
        return CutSimilarity.compute(zoo);
    }
}
