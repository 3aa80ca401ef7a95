package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.TaskMetric;
import dev.reassembly.finetune.DivergedException;
import dev.reassembly.finetune.FineTuneResult;
import dev.reassembly.finetune.Teacher;
import dev.reassembly.finetune.TrainedNetwork;
import dev.reassembly.finetune.Trainer;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.onnx.OnnxReader;
import dev.reassembly.model.onnx.OnnxWriter;
import dev.reassembly.store.StepKey;
import dev.reassembly.store.StepOutput;
import dev.reassembly.store.StepResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Trains one candidate up to some epoch. Each (candidate, rung) is a step of its own; a rung that is not the last hands its
 * checkpoint on, the last one the network. A training that diverges is a result like any other, with nothing but its curve.
 */
final class FineTuneStep {
    private static final String VERSION = "4";
    private static final String RESULT = "result.json";
    private static final String CHECKPOINT = "checkpoint.bin";
    private static final String NETWORK = "network.onnx";

    private final RunContext run;
    private final StitchStep stitch;

    FineTuneStep(RunContext run, StitchStep stitch) {
        this.run = run;
        this.stitch = stitch;
    }

    /** The stored curve, under the name that the candidate has in this run. */
    FineTuneResult curve(Candidate candidate, StepResult stored) throws IOException {
        FineTuneResult r = stored.readJson(RESULT, FineTuneResult.class);
        return new FineTuneResult(candidate.assembly().name(), r.epochs(), r.bestEpoch(), r.bestMetric(), r.trainedParameters(), r.diverged());
    }

    /** The network that a finished training left. */
    static Graph network(StepResult finished) throws IOException {
        for (var output : finished.manifest().outputs()) {
            finished.localFile(output.name()); // external weights must lie beside the model
        }
        return OnnxReader.read(finished.localFile(NETWORK), "the trained network " + finished.key().subject());
    }

    /** Without a teacher. */
    StepResult resolve(Candidate candidate, StepResult before, int untilEpoch) throws IOException {
        return resolve(candidate, before, untilEpoch, null);
    }

    /**
     * @param before the same candidate's rung before, or null
     * @param teacher of all training examples, or null; without effect where the recipe gives distillation no weight
     */
    StepResult resolve(Candidate candidate, StepResult before, int untilEpoch, Teacher teacher) throws IOException {
        FineTuning recipe = run.spec.fineTuning();
        boolean taught = teacher != null && Trainer.isTaught(recipe);
        Map<String, Object> parameters = new HashMap<>(candidate.identity());
        parameters.put("fineTuning", recipeWithoutRungs(recipe));
        parameters.put("metric", run.spec.task().metric());
        parameters.put("until", untilEpoch);
        Map<String, String> inputs = new HashMap<>(candidate.inputs());
        inputs.put("stitch", stitch.startDigest(candidate));
        if (before != null) {
            inputs.put("before", before.digest());
        }
        if (taught) {
            parameters.put("distillation", recipe.distillation());
            inputs.put("teacher", teacher.digest());
        }
        String name = candidate.assembly().name();
        return run.resolve(StepKey.of("finetune", VERSION, name, parameters, inputs), out -> {
            stitch.forgetActivations();
            try (Preprocessor preprocessor = candidate.first().preprocessor(run.source);
                    RungCheckpoint checkpoint = new RungCheckpoint(out.checkpoint(CHECKPOINT), before, CHECKPOINT, run.scratch)) {
                TrainedNetwork trained = new Trainer(recipe, TaskMetric.of(run.spec.task().metric()), run.device, run.seed(), run.progress)
                        .train(name, stitch.start(candidate), preprocessor, run.dataset, untilEpoch, checkpoint, teacher);
                out.writeJson(RESULT, trained.result());
                if (untilEpoch < recipe.epochs()) {
                    out.write(CHECKPOINT, checkpoint.end());
                } else {
                    write(trained, out);
                }
            } catch (DivergedException e) {
                out.writeJson(RESULT, e.result());
            }
        });
    }

    /** The number of rungs decides who goes on, not how a network is trained; the head's start is told by the stitch step's digest. */
    static Map<String, Object> recipeWithoutRungs(FineTuning r) {
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
        recipe.put("layerDecay", r.layerDecay());
        recipe.put("frozenEpochs", r.frozenEpochs());
        if (r.precision() != FineTuning.Precision.Single) {
            recipe.put("precision", r.precision());
        }
        return recipe;
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
