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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the exported file in ONNX Runtime, which shares no code with the training engine, over the whole test split. */
public final class Verifier {
    private Verifier() {}

    /**
     * @param roles which graph input plays which role
     * @param ids the examples that the training engine ran
     * @param logits what it gave, one row an example
     * @param engineMetric the metric that it reached
     */
    public static Verification verify(Path model, Chain.Inputs roles, Dataset dataset, Preprocessor preprocessor, TaskMetric metric, int batchSize,
            List<String> ids, float[][] logits, double engineMetric) throws IOException {
        Map<String, float[]> expected = new HashMap<>();
        double scale = Double.MIN_NORMAL;
        for (int i = 0; i < logits.length; i++) {
            expected.put(ids.get(i), logits[i]);
            for (float value : logits[i]) {
                scale = Math.max(scale, Math.abs(value));
            }
        }
        Confusion confusion = new Confusion(dataset.classes().size());
        double worst = 0;
        int count = 0;
        try (OrtModel runtime = OrtModel.open(model, Runtime.getRuntime().availableProcessors(), roles, "the exported network");
                Batches batches = Batches.open(dataset, Split.TEST, Batching.of(batchSize).bucketed(8), List.of(preprocessor))) {
            while (batches.hasNext()) {
                Batch batch = batches.next().get(0);
                float[][] rows = runtime.logits(batch);
                for (int i = 0; i < rows.length; i++) {
                    float[] engine = expected.get(batch.ids().get(i));
                    confusion.add(FloatBuffer.wrap(rows[i]), new int[] {batch.labels()[i]});
                    for (int c = 0; c < engine.length; c++) {
                        double difference = Math.abs(rows[i][c] - engine[c]);
                        // NaN must not pass as small.
                        worst = difference <= worst ? worst : difference;
                    }
                    count++;
                }
            }
        }
        if (count != logits.length) {
            throw new IllegalStateException("the runtime saw " + count + " test examples, the training engine " + logits.length);
        }
        return new Verification(count, worst / scale, engineMetric, metric.score(confusion));
    }
}
