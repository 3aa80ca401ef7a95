package dev.reassembly.pipeline;

import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.Split;
import dev.reassembly.data.TaskMetric;
import dev.reassembly.finetune.Evaluation;
import dev.reassembly.finetune.Evaluator;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.forward.ForwardNetwork;
import dev.reassembly.similarity.FloatFile;
import dev.reassembly.store.StepKey;
import dev.reassembly.store.StepResult;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a trained network over a split. Its answers are stored, so that choosing, testing and teaching ask for them once. */
final class EvaluateStep {
    private static final String VERSION = "2";
    private static final String FILE = "answers.bin";
    private static final String FORMAT = "answers";
    private static final int FORMAT_VERSION = 1;
    private static final int BATCH = 32;

    private final RunContext run;

    EvaluateStep(RunContext run) {
        this.run = run;
    }

    /** What identifies the answers beside the logits, which follow row by row. */
    private record Header(int classes, List<String> ids, int[] labels) {}

    /** @param finished the last step of the candidate's training */
    Evaluation evaluation(Candidate candidate, StepResult finished, Split split) throws IOException {
        Map<String, Object> parameters = new HashMap<>(candidate.identity());
        parameters.put("split", split);
        StepKey key = StepKey.of("evaluate", VERSION, candidate.assembly().name(), parameters,
                Map.of("network", finished.digest(), "dataset", run.dataset.digest()));
        StepResult stored = run.resolve(key, out -> run.write(out, FILE, file -> write(compute(candidate, finished, split), file)));
        try (InputStream in = new BufferedInputStream(stored.open(FILE))) {
            FloatFile file = FloatFile.open(in, "answers of " + candidate.assembly().name(), FORMAT, FORMAT_VERSION);
            Header header = file.header(Header.class);
            float[][] logits = new float[header.labels().length][];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = file.floats(header.classes());
            }
            return Evaluation.of(metric(), header.classes(), header.ids(), header.labels(), logits);
        }
    }

    private Evaluation compute(Candidate candidate, StepResult finished, Split split) throws IOException {
        Chain.Inputs roles = candidate.chains().get(candidate.first().name()).inputs();
        String name = candidate.assembly().name();
        try (ForwardNetwork network = ForwardNetwork.open(FineTuneStep.network(finished), List.of(Evaluator.LOGITS), run.device, name, run.progress);
                Preprocessor preprocessor = candidate.first().preprocessor(run.source)) {
            return new Evaluator(network, metric(), run.dataset.classes().size()).evaluate(run.dataset, split, preprocessor, roles, BATCH);
        }
    }

    private void write(Evaluation evaluation, Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            FloatFile.write(out, FORMAT, FORMAT_VERSION, new Header(run.dataset.classes().size(), evaluation.ids(), evaluation.labels()),
                    List.of(evaluation.logits()));
        }
    }

    private TaskMetric metric() {
        return TaskMetric.of(run.spec.task().metric());
    }
}
