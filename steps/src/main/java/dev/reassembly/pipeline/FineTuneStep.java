package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.Candidates;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.TaskMetric;
import dev.reassembly.finetune.CheckpointStore;
import dev.reassembly.finetune.FineTuneResult;
import dev.reassembly.finetune.Rung;
import dev.reassembly.finetune.Rungs;
import dev.reassembly.finetune.TrainedNetwork;
import dev.reassembly.finetune.Trainer;
import dev.reassembly.model.onnx.OnnxWriter;
import dev.reassembly.store.Checkpoint;
import dev.reassembly.store.StepKey;
import dev.reassembly.store.StepOutput;
import dev.reassembly.store.StepResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains candidates and baselines. Each (candidate, rung) is a step of its own; a rung that is not the last hands its
 * checkpoint on, the last one the network.
 */
final class FineTuneStep {
    private static final String VERSION = "1";
    private static final String RESULT = "result.json";
    private static final String CHECKPOINT = "checkpoint.bin";
    static final String NETWORK = "network.onnx";

    private final RunContext run;
    private final InspectStep inspect;
    private final StitchStep stitch;

    FineTuneStep(RunContext run, InspectStep inspect, StitchStep stitch) {
        this.run = run;
        this.inspect = inspect;
        this.stitch = stitch;
    }

    /**
     * @param curves of everything trained, by candidate
     * @param finished the last step of each candidate that was trained to the end
     */
    record Trained(Map<String, FineTuneResult> curves, Map<String, StepResult> finished) {
        /** The best of the given candidates on validation; equals go to the smaller validation loss. */
        String best(List<String> names) {
            return names.stream().map(curves::get).min(Comparator.comparingDouble((FineTuneResult r) -> -r.bestMetric())
                    .thenComparingDouble(r -> r.epochs().get(r.bestEpoch() - 1).validationLoss())
                    .thenComparing(FineTuneResult::candidate)).orElseThrow().candidate();
        }
    }

    /** Parents are trained to the end as baselines; all others are halved after each rung. */
    Trained all(Candidates candidates) throws IOException {
        Map<String, FineTuneResult> curves = new LinkedHashMap<>();
        Map<String, StepResult> finished = new LinkedHashMap<>();
        Map<String, Candidate> contenders = new LinkedHashMap<>();
        FineTuning recipe = run.spec.fineTuning();
        for (Candidates.Candidate candidate : candidates.chosen()) {
            Candidate built = new Candidate(run, inspect, candidate.assembly());
            if (candidate.assembly().kind() == Assembly.Kind.PARENT) {
                StepResult result = resolve(built, null, recipe.epochs());
                curves.put(built.assembly().name(), curve(built, result));
                finished.put(built.assembly().name(), result);
            } else {
                contenders.put(built.assembly().name(), built);
            }
        }
        if (contenders.isEmpty()) {
            return new Trained(curves, finished);
        }
        List<Rung> rungs = Rungs.plan(contenders.size(), recipe.epochs(), recipe.rungs());
        Map<String, StepResult> before = new HashMap<>();
        List<String> alive = new ArrayList<>(contenders.keySet());
        for (Rung rung : rungs) {
            if (rung != rungs.get(0)) {
                alive = Rungs.survivors(alive.stream().map(curves::get).toList(), rung.candidates());
                run.progress.message("halving: " + String.join(", ", alive) + " go on to epoch " + rung.epochsUntil());
            }
            for (String name : alive) {
                StepResult result = resolve(contenders.get(name), before.get(name), rung.epochsUntil());
                curves.put(name, curve(contenders.get(name), result));
                before.put(name, result);
            }
        }
        alive.forEach(name -> finished.put(name, before.get(name)));
        return new Trained(curves, finished);
    }

    /** The stored curve, under the name that the candidate has in this run. */
    private static FineTuneResult curve(Candidate candidate, StepResult stored) throws IOException {
        FineTuneResult r = stored.readJson(RESULT, FineTuneResult.class);
        return new FineTuneResult(candidate.assembly().name(), r.epochs(), r.bestEpoch(), r.bestMetric(), r.trainedParameters());
    }

    /** @param before the same candidate's rung before, or null */
    private StepResult resolve(Candidate candidate, StepResult before, int untilEpoch) throws IOException {
        FineTuning recipe = run.spec.fineTuning();
        Map<String, Object> parameters = new HashMap<>(candidate.identity());
        parameters.put("fineTuning", recipeWithoutRungs(recipe));
        parameters.put("metric", run.spec.task().metric());
        parameters.put("until", untilEpoch);
        Map<String, String> inputs = new HashMap<>(candidate.inputs());
        inputs.put("stitch", stitch.startDigest(candidate));
        if (before != null) {
            inputs.put("before", before.digest());
        }
        String name = candidate.assembly().name();
        return run.resolve(StepKey.of("finetune", VERSION, name, parameters, inputs), out -> {
            Checkpoint slot = out.checkpoint(CHECKPOINT);
            try (Preprocessor preprocessor = candidate.first().preprocessor(run.source)) {
                TrainedNetwork trained = new Trainer(recipe, TaskMetric.of(run.spec.task().metric()), run.device, run.seed(), run.progress)
                        .train(name, stitch.start(candidate), preprocessor, run.dataset, untilEpoch, checkpoints(slot, before));
                out.writeJson(RESULT, trained.result());
                if (untilEpoch < recipe.epochs()) {
                    copy(slot, out);
                } else {
                    write(trained, out);
                }
            }
        });
    }

    /** The number of rungs decides who goes on, not how a network is trained. */
    private static Map<String, Object> recipeWithoutRungs(FineTuning r) {
        Map<String, Object> recipe = new LinkedHashMap<>();
        recipe.put("mode", r.mode());
        recipe.put("epochs", r.epochs());
        recipe.put("batchSize", r.batchSize());
        recipe.put("learningRate", r.learningRate());
        recipe.put("newLayersLearningRate", r.newLayersLearningRate());
        recipe.put("weightDecay", r.weightDecay());
        recipe.put("warmup", r.warmup());
        recipe.put("labelSmoothing", r.labelSmoothing());
        recipe.put("augmentation", r.augmentation());
        return recipe;
    }

    private static CheckpointStore checkpoints(Checkpoint slot, StepResult before) {
        return new CheckpointStore() {
            @Override
            public Optional<InputStream> read() throws IOException {
                Optional<Path> own = slot.readFile();
                if (own.isPresent()) {
                    return Optional.of(Files.newInputStream(own.get(), StandardOpenOption.DELETE_ON_CLOSE));
                }
                return before == null ? Optional.empty() : Optional.of(before.open(CHECKPOINT));
            }

            @Override
            public void write(Path file) throws IOException {
                slot.write(file);
            }
        };
    }

    private static void copy(Checkpoint slot, StepOutput out) throws IOException {
        Path file = slot.readFile().orElseThrow();
        try {
            out.write(CHECKPOINT, file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void write(TrainedNetwork trained, StepOutput out) throws IOException {
        Path folder = Files.createTempDirectory(run.scratch, "network");
        try {
            for (Path file : OnnxWriter.write(trained.graph(), folder.resolve(NETWORK), Map.of())) {
                out.write(file.getFileName().toString(), file);
                Files.delete(file);
            }
        } finally {
            Files.deleteIfExists(folder);
        }
    }
}
