package dev.reassembly.performance;

import ai.djl.Device;
import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.api.v1alpha1.Task;
import dev.reassembly.data.TaskMetric;
import dev.reassembly.finetune.CheckpointStore;
import dev.reassembly.finetune.Trainer;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.model.compose.Composer;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.compose.Head;
import dev.reassembly.model.compose.Part;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Examples a second of the trainer's steps on a whole network with a new head; its evaluations are left out. */
public final class Training {
    private static final int WARM_UP = 5;
    private static final float HEAD_SCALE = 0.02f;

    private Training() {}

    /** @param arguments a model's file, {@code image} or {@code text}, pixels or tokens, examples a step, and steps to measure */
    public static void main(String[] arguments) throws IOException {
        Subject subject = Subject.read(Path.of(arguments[0]), arguments[1], Integer.parseInt(arguments[2]));
        int batch = Integer.parseInt(arguments[3]);
        Laps laps = new Laps();
        double firstLoss = train(subject, batch, 1, Progress.SILENT);
        train(subject, batch, WARM_UP + Integer.parseInt(arguments[4]), laps);
        Timing.print(Map.of("examples_per_second", laps.rates(batch, WARM_UP, 1),
                PeakMemory.FIGURE, List.of(laps.peak()), "first_loss", List.of(firstLoss)));
    }

    /** One epoch of so many steps; the mean loss of its steps. */
    static double train(Subject subject, int batch, int steps, Progress progress) {
        FineTuning recipe = new FineTuning(FineTuning.Mode.Full, 1, batch, 5e-5, 1e-3, 0.05, 0.1, 0.0, 1, false, null, null, 1.0, 0, FineTuning.Precision.Single);
        return new Trainer(recipe, TaskMetric.of(Task.Metric.Accuracy), Device.cpu(), 1, progress).train("subject", network(subject),
                subject.preprocessor(), subject.dataset(batch * steps, batch), 1, CheckpointStore.NONE).result().epochs().get(0).trainLoss();
    }

    /** The whole network, with a head whose weights the peer can make. */
    private static Composition network(Subject subject) {
        int layers = subject.chain().layers().size();
        Composition whole = Composer.compose(List.of(new Part(new BlockRef("subject", 0, layers), subject.graph(), subject.chain())), List.of(false),
                new Head(Subject.CLASSES), 1);
        Tensor drawn = whole.graph().initializers().get("head/weight");
        float[] weights = new float[(int) drawn.elements()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = HEAD_SCALE * Subject.number(i);
        }
        return whole.withGraph(whole.graph().withInitializers(Map.of("head/weight", Tensor.ofFloats(drawn.shape(), weights))));
    }
}
