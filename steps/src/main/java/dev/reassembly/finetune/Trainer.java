package dev.reassembly.finetune;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.data.Augmentation;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.Split;
import dev.reassembly.data.TaskMetric;
import dev.reassembly.failure.StepFailedException;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.run.MixedPrecision;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
import dev.reassembly.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Fine-tunes composed networks by one recipe: AdamW under {@link WarmupCosine}, the {@link Objective}'s loss, gradients
 * clipped to a joint norm of 1, evaluation on the validation split after every epoch, the best epoch's weights kept.
 *
 * <p>{@code Full} trains every weight and moves all batch normalisations' statistics, after {@code frozenEpochs} in which blocks
 * and statistics rest; the schedule runs over all epochs. {@code Frozen} trains stitches and head; nothing else changes, and what
 * comes before them is computed once (see {@link FrozenPrefix}).
 *
 * <p>Checkpoints are written after epochs, at {@link CheckpointPace}'s pace, and one is handed on at the end of what is not the whole training.
 * A training that goes on from one gives the same weights and curve in every bit as one that was never stopped, on the same machine with the
 * same number of engine threads and the same bound on frozen features.
 *
 * <p>Memory: weights, gradients, two moments and the best weights, the activations of one step, and the frozen features.
 */
public final class Trainer {
    static final double CLIP = 1.0;
    /** Training pictures move by up to an eighth of their side. */
    private static final Augmentation AUGMENTATION = new Augmentation(true, 0.125);

    private final FineTuning recipe;
    private final TaskMetric metric;
    private final Device device;
    private final long seed;
    private final Progress progress;
    private final long mostFrozenBytes;
    private final Function<Device, Optional<String>> refusal;

    /** @param seed of the order of the training examples */
    public Trainer(FineTuning recipe, TaskMetric metric, Device device, long seed, Progress progress) {
        this(recipe, metric, device, seed, progress, FrozenPrefix.defaultBytes(), MixedPrecision::refusal);
    }

    /** @param refusal why a device is not to train in mixed precision; empty where it is */
    Trainer(FineTuning recipe, TaskMetric metric, Device device, long seed, Progress progress, long mostFrozenBytes,
            Function<Device, Optional<String>> refusal) {
        this.recipe = recipe;
        this.metric = metric;
        this.device = device;
        this.seed = seed;
        this.progress = progress;
        this.mostFrozenBytes = mostFrozenBytes;
        this.refusal = refusal;
    }

    /** As the other, without a teacher. */
    public TrainedNetwork train(String candidate, Composition composition, Preprocessor preprocessor, Dataset dataset,
            int untilEpoch, CheckpointStore checkpoints) {
        return train(candidate, composition, preprocessor, dataset, untilEpoch, checkpoints, null);
    }

    /**
     * Trains a candidate up to an epoch, from its checkpoint where there is one.
     *
     * @param candidate its name, for messages
     * @param preprocessor of the first block's model
     * @param untilEpoch at most the recipe's epochs; the schedule is always that of the recipe's full length
     * @param teacher knows all training examples; null for none. Without effect where the recipe gives distillation no weight
     * @throws DivergedException when the loss, a gradient or the validation loss stops being finite
     * @throws StepFailedException when reading data or keeping a checkpoint fails
     */
    public TrainedNetwork train(String candidate, Composition composition, Preprocessor preprocessor, Dataset dataset,
            int untilEpoch, CheckpointStore checkpoints, Teacher teacher) {
        if (untilEpoch < 1 || untilEpoch > recipe.epochs()) {
            throw new IllegalArgumentException("epoch " + untilEpoch + " is not among " + recipe.epochs());
        }
        Teacher heard = isTaught(recipe) ? teacher : null;
        Phases phases = Phases.of(composition.graph(), recipe);
        FineTuning.Precision precision = precision(candidate);
        String training = TrainingDigest.of(composition.graph(), whatCounts(heard, precision), metric, seed, dataset.digest(),
                heard == null ? "" : heard.digest());
        try (Network network = load(composition, precision)) {
            StreamFeed stream = stream(composition, network, preprocessor, dataset);
            long resting = (long) phases.frozenEpochs() * stream.steps();
            try (AdamW optimiser = optimiser(composition, network, phases.trained(), resting)) {
                TrainingState state = new TrainingState(network, phases.changing(), optimiser);
                long parameters = phases.trained().stream().mapToLong(name -> composition.graph().initializers().get(name).elements())
                        .sum();
                resume(candidate, state, training, untilEpoch, checkpoints);
                if (state.curve().size() < untilEpoch) {
                    Feed feed = feed(candidate, composition, network, dataset, stream);
                    TrainingLoop loop = new TrainingLoop(candidate, network, optimiser, feed, Objective.of(recipe, heard),
                            new WarmupCosine((long) feed.steps() * recipe.epochs(), recipe.warmup()),
                            new Evaluator(network, metric, dataset.classes().size()), progress);
                    CheckpointPace pace = new CheckpointPace(state.bytes(), System::nanoTime);
                    try {
                        while (state.curve().size() < untilEpoch) {
                            int epoch = state.curve().size() + 1;
                            phases.enter(network, epoch);
                            state.add(loop.epoch(epoch, recipe.epochs()));
                            if (epoch < untilEpoch) {
                                pace.atEpochEnd(() -> keep(state, training, checkpoints, checkpoints::write));
                            }
                        }
                    } catch (NonFinite e) {
                        throw new DivergedException(result(candidate, state.curve(), state.bestEpoch(), parameters, e.getMessage()));
                    }
                }
                if (untilEpoch < recipe.epochs()) {
                    keep(state, training, checkpoints, checkpoints::handOn);
                }
                return new TrainedNetwork(result(candidate, state.curve().subList(0, untilEpoch), state.bestEpoch(), parameters, null),
                        state.bestGraph(composition.graph()));
            }
        } catch (IOException e) {
            throw new StepFailedException("training " + candidate + " failed: " + e.getMessage(), e);
        }
    }

    /** What the recipe asks for, where the device is up to it. */
    private FineTuning.Precision precision(String candidate) {
        Optional<String> reason = recipe.precision() == FineTuning.Precision.Mixed ? refusal.apply(device) : Optional.empty();
        reason.ifPresent(why -> progress.message(candidate + " trains in single precision, not mixed: " + why));
        return reason.isPresent() ? FineTuning.Precision.Single : recipe.precision();
    }

    private Network load(Composition composition, FineTuning.Precision precision) {
        return precision == FineTuning.Precision.Mixed ? NetworkLoader.loadMixed(composition.graph(), device) : NetworkLoader.load(composition.graph(), device);
    }

    /** Whether a teacher's opinion counts in this recipe. */
    public static boolean isTaught(FineTuning recipe) {
        return recipe.distillation() != null && recipe.distillation().weight() > 0;
    }

    private static FineTuneResult result(String candidate, List<Epoch> curve, int best, long parameters, String diverged) {
        return new FineTuneResult(candidate, List.copyOf(curve), best, best == 0 ? 0 : curve.get(best - 1).metric(), parameters, diverged);
    }

    /** Halving decides how far a candidate is trained, not how; the head's start is in the graph; settings of no teacher are none. */
    private FineTuning whatCounts(Teacher heard, FineTuning.Precision precision) {
        return new FineTuning(recipe.mode(), recipe.epochs(), recipe.batchSize(), recipe.learningRate(), recipe.newLayersLearningRate(),
                recipe.weightDecay(), recipe.warmup(), recipe.labelSmoothing(), 1, recipe.augmentation(), null,
                heard == null ? null : recipe.distillation(), recipe.layerDecay(), recipe.frozenEpochs(), precision);
    }

    private AdamW optimiser(Composition composition, Network network, Set<String> trained, long resting) {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        trained.forEach(name -> tensors.put(name, network.parameter(name)));
        return new AdamW(network.manager(), TrainableParameters.groups(composition.graph(), trained, recipe, LayersBehind.of(composition),
                resting), tensors, name -> network.gradient(name).orElseThrow(), CLIP);
    }

    private StreamFeed stream(Composition composition, Network network, Preprocessor preprocessor, Dataset dataset) {
        return new StreamFeed(dataset, preprocessor, composition.roles(), recipe.batchSize(), seed,
                recipe.mode() == FineTuning.Mode.Full && !network.batchNormalisations().isEmpty(), isAugmented() ? AUGMENTATION : null);
    }

    private Feed feed(String candidate, Composition composition, Network network, Dataset dataset, StreamFeed stream) throws IOException {
        if (recipe.mode() == FineTuning.Mode.Full || isAugmented() && composition.roles().image() != null) {
            return stream;
        }
        int examples = dataset.size(Split.TRAIN) + dataset.size(Split.VALIDATION);
        return new FrozenPrefix(composition, network, progress, mostFrozenBytes)
                .cache(stream, candidate, recipe.batchSize(), seed, examples).orElse(stream);
    }

    private boolean isAugmented() {
        return Boolean.TRUE.equals(recipe.augmentation());
    }

    private void resume(String candidate, TrainingState state, String training, int untilEpoch, CheckpointStore checkpoints)
            throws IOException {
        Optional<InputStream> stored = checkpoints.read();
        if (stored.isEmpty()) {
            return;
        }
        try (InputStream stream = stored.get()) {
            Optional<CheckpointFile.Reader> checkpoint = CheckpointFile.open(stream);
            if (checkpoint.isPresent() && checkpoint.get().header().serves(training, untilEpoch)) {
                state.read(checkpoint.get());
                progress.message(candidate + " goes on after epoch " + state.curve().size());
            } else {
                progress.message(candidate + " starts anew: the checkpoint found belongs to another training or a later epoch");
            }
        }
    }

    private interface Taking {
        void accept(Path file) throws IOException;
    }

    private static void keep(TrainingState state, String training, CheckpointStore checkpoints, Taking taking) throws IOException {
        if (checkpoints == CheckpointStore.NONE) {
            return;
        }
        Path file = Files.createTempFile(checkpoints.folder(), "checkpoint", ".safetensors");
        try {
            state.write(file, training);
            taking.accept(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
