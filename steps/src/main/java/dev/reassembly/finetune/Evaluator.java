package dev.reassembly.finetune;

import ai.djl.ndarray.NDManager;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.Split;
import dev.reassembly.data.TaskMetric;
import dev.reassembly.failure.StepFailedException;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.forward.ForwardNetwork;
import dev.reassembly.model.run.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Runs a classifier over a split. Texts of about one length share a batch, to save padding; results are brought into the
 * order of the examples' identities before anything is summed. Memory: the logits of the split.
 */
public final class Evaluator {
    public static final String LOGITS = "logits";

    private final Function<MiniBatch, float[]> logits;
    private final TaskMetric metric;
    private final int classes;

    /** @param network its one output is {@link #LOGITS}, float [n, classes] */
    public Evaluator(ForwardNetwork network, TaskMetric metric, int classes) {
        this(batch -> network.run(batch.onHost()).get(0).toFloats(), metric, classes);
    }

    /** Of a network in training. */
    Evaluator(Network network, TaskMetric metric, int classes) {
        this(batch -> logits(network, batch), metric, classes);
    }

    private Evaluator(Function<MiniBatch, float[]> logits, TaskMetric metric, int classes) {
        this.logits = logits;
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
        try (Pass<MiniBatch> pass = feed.evaluation(split)) {
            while (pass.hasNext()) {
                MiniBatch batch = pass.next();
                float[] values = logits.apply(batch);
                for (int i = 0; i < batch.size(); i++) {
                    rows.add(new Row(batch.ids().get(i), batch.labels()[i], Arrays.copyOfRange(values, i * classes, (i + 1) * classes)));
                }
            }
        } catch (IOException e) {
            throw new StepFailedException("reading the " + split + " split failed: " + e.getMessage(), e);
        }
        return summarise(rows);
    }

    private static float[] logits(Network network, MiniBatch batch) {
        try (NDManager scope = network.manager().newSubManager()) {
            return network.run(scope, batch.on(scope), List.of(LOGITS), Network.Mode.INFERENCE).get(LOGITS).toFloatArray();
        }
    }

    private Evaluation summarise(List<Row> rows) {
        rows.sort(Comparator.comparing(Row::id));
        return Evaluation.of(metric, classes, rows.stream().map(Row::id).toList(), rows.stream().mapToInt(Row::label).toArray(),
                rows.stream().map(Row::logits).toArray(float[][]::new));
    }

    private record Row(String id, int label, float[] logits) {}
}
