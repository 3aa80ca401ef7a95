package dev.reassembly.publish;

import dev.reassembly.data.Batch;
import dev.reassembly.data.Batches;
import dev.reassembly.data.Batching;
import dev.reassembly.data.Confusion;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.Split;
import dev.reassembly.data.TaskMetric;
import dev.reassembly.model.cut.Chain;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Runs the exported file in ONNX Runtime over the whole test split, and what was trained in the training engine, which shares no code with it. */
public final class Verifier {
    /** How many examples the training engine runs: it is slower, and what an operator computes otherwise shows in any of them. */
    static final int COMPARED = 256;
    private static final String NAME = "the exported network";

    private Verifier() {}

    /**
     * @param roles which graph input plays which role
     * @param trained logits of a batch, row by row, of what was trained, in the training engine
     * @param testMetric what the run found on the test split
     */
    public static Verification verify(Path model, Chain.Inputs roles, Dataset dataset, Preprocessor preprocessor, TaskMetric metric, int batchSize,
            Function<Batch, float[]> trained, double testMetric) throws IOException {
        Confusion confusion = new Confusion(dataset.classes().size());
        double worst = 0;
        double scale = Double.MIN_NORMAL;
        int compared = 0;
        try (OrtModel runtime = OrtModel.open(model, Runtime.getRuntime().availableProcessors(), roles, NAME);
                Batches batches = Batches.open(dataset, Split.TEST, Batching.of(batchSize).bucketed(Batching.WINDOW), List.of(preprocessor))) {
            while (batches.hasNext()) {
                Batch batch = batches.next().get(0);
                float[][] rows = runtime.logits(batch);
                for (int i = 0; i < rows.length; i++) {
                    confusion.add(FloatBuffer.wrap(rows[i]), new int[] {batch.labels()[i]});
                }
                if (compared < COMPARED) {
                    FloatBuffer engine = FloatBuffer.wrap(trained.apply(batch));
                    for (float[] row : rows) {
                        for (float value : row) {
                            float expected = engine.get();
                            // The greater of anything and NaN is NaN.
                            worst = Math.max(worst, Math.abs(value - expected));
                            scale = Math.max(scale, Math.abs(expected));
                        }
                    }
                    compared += rows.length;
                }
            }
        }
        return new Verification(compared, worst / scale, testMetric, metric.score(confusion));
    }
}
