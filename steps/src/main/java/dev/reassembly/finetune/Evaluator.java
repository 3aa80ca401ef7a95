package dev.reassembly.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.Split;
import dev.reassembly.data.TaskMetric;
import dev.reassembly.failure.StepFailedException;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.run.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Runs a classifier over a split. Texts of about one length share a batch, to save padding; results are brought into the
 * order of the examples' identities before anything is summed. Memory: the logits of the split.
 */
public final class Evaluator {
    static final String LOGITS = "logits";

    private final Network network;
    private final TaskMetric metric;
    private final int classes;

    /** @param network its output {@code logits} is float [n, classes] */
    public Evaluator(Network network, TaskMetric metric, int classes) {
        this.network = network;
        this.metric = metric;
        this.classes = classes;
    }

    /**
     * @param roles which graph input plays which role
     * @throws StepFailedException when reading the data fails
     */
    public Evaluation evaluate(Dataset dataset, Split split, Preprocessor preprocessor, Chain.Inputs roles, int batchSize) {
        return evaluate(new StreamFeed(dataset, preprocessor, roles, batchSize, 0, false, null), split);
    }

    Evaluation evaluate(Feed feed, Split split) {
        List<Row> rows = new ArrayList<>();
        try (Feed.Pass pass = feed.evaluation(split)) {
            while (pass.hasNext()) {
                MiniBatch batch = pass.next();
                try (NDManager scope = network.manager().newSubManager()) {
                    NDArray logits = network.run(scope, batch.on(scope), List.of(LOGITS), Network.Mode.INFERENCE).get(LOGITS);
                    float[] values = logits.toFloatArray();
                    for (int i = 0; i < batch.size(); i++) {
                        float[] row = new float[classes];
                        System.arraycopy(values, i * classes, row, 0, classes);
                        rows.add(new Row(batch.ids().get(i), batch.labels()[i], row));
                    }
                }
            }
        } catch (IOException e) {
            throw new StepFailedException("reading the " + split + " split failed: " + e.getMessage(), e);
        }
        return summarise(rows);
    }

    private Evaluation summarise(List<Row> rows) {
        rows.sort(Comparator.comparing(Row::id));
        return Evaluation.of(metric, classes, rows.stream().map(Row::id).toList(), rows.stream().mapToInt(Row::label).toArray(),
                rows.stream().map(Row::logits).toArray(float[][]::new));
    }

    private record Row(String id, int label, float[] logits) {}
}
