package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.data.Split;
import dev.reassembly.data.TaskMetric;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
import dev.reassembly.progress.Progress;
import dev.reassembly.progress.Told;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private static final MemoryDataset STRIPES = MemoryDataset.stripes(96, 64);
    private static final MemoryDataset LETTERS = MemoryDataset.letters(300, 100);
    private static final Set<String> NEW = Set.of("s1/weight", "s1/bias", "head/weight", "head/bias");

    static FineTuning recipe(FineTuning.Mode mode, int epochs, double rate) {
        return new FineTuning(mode, epochs, 16, rate, rate, 0.05, 0.1, 0.1, 1, false, null, null, 1.0, 0, FineTuning.Precision.Single);
    }

    static Trainer trainer(FineTuning recipe) {
        return new Trainer(recipe, TaskMetric.ACCURACY, Device.cpu(), 7, Progress.SILENT);
    }

    private static Set<String> changed(Graph before, Graph after) {
        Set<String> names = new TreeSet<>();
        before.initializers().forEach((name, tensor) -> {
            if (!tensor.data().equals(after.initializers().get(name).data())) {
                names.add(name);
            }
        });
        return names;
    }

    @Test
    void fullTrainingLearnsAndMovesEveryWeightAndStatistic() {
        Composition composition = ToyNetworks.pictures();
        TrainedNetwork trained = trainer(recipe(FineTuning.Mode.Full, 4, 0.01))
                .train("a01", composition, new ToyPreprocessor(), STRIPES, 4, CheckpointStore.NONE);
        assertThat(trained.result().bestMetric()).isGreaterThan(0.95);
        assertThat(trained.result().epochs()).hasSize(4);
        assertThat(changed(composition.graph(), trained.graph()))
                .isEqualTo(new TreeSet<>(composition.graph().initializers().keySet()));
        assertThat(trained.result().trainedParameters()).isEqualTo(216 + 16 + 48 + 6 + 432 + 16 + 16 + 2);
        // What is handed back is the best epoch's network.
        try (Network network = NetworkLoader.load(trained.graph(), Device.cpu())) {
            Evaluation evaluation = new Evaluator(network, TaskMetric.ACCURACY, 2)
                    .evaluate(STRIPES, Split.VALIDATION, new ToyPreprocessor(), composition.roles(), 7);
            Epoch best = trained.result().epochs().get(trained.result().bestEpoch() - 1);
            assertThat(evaluation.metric()).isEqualTo(trained.result().bestMetric()).isEqualTo(best.metric());
            assertThat(evaluation.loss()).isCloseTo(best.validationLoss(), within(1e-5));
        }
    }

    @Test
    void frozenTrainingLearnsAndLeavesBlocksAndStatisticsAsTheyAre() {
        Composition composition = ToyNetworks.pictures();
        TrainedNetwork trained = trainer(recipe(FineTuning.Mode.Frozen, 4, 0.02))
                .train("a01", composition, new ToyPreprocessor(), STRIPES, 4, CheckpointStore.NONE);
        assertThat(changed(composition.graph(), trained.graph())).isEqualTo(NEW);
        assertThat(trained.result().bestMetric()).isGreaterThan(0.9);
        assertThat(trained.result().epochs().get(3).trainLoss()).isLessThan(0.9 * trained.result().epochs().get(0).trainLoss());
        assertThat(trained.result().trainedParameters()).isEqualTo(48 + 6 + 16 + 2);
    }

    /** Two of three epochs train the new layers alone, statistics at rest; the third moves everything. */
    @Test
    void frozenEpochsLeaveBlocksAndStatisticsAsTheyAreBitForBit() {
        FineTuning recipe = new FineTuning(FineTuning.Mode.Full, 3, 16, 0.01, 0.01, 0.05, 0.1, 0.1, 1, false, null, null, 1.0, 2, FineTuning.Precision.Single);
        Composition composition = ToyNetworks.pictures();
        for (int until = 1; until <= 3; until++) {
            TrainedNetwork trained = trainer(recipe).train("a01", composition, new ToyPreprocessor(), STRIPES, until, CheckpointStore.NONE);
            Set<String> moved = changed(composition.graph(), trained.graph());
            if (trained.result().bestEpoch() <= 2) {
                assertThat(moved).isEqualTo(NEW);
            } else {
                assertThat(moved).isEqualTo(new TreeSet<>(composition.graph().initializers().keySet()));
            }
            assertThat(trained.result().bestEpoch()).as("the last epoch is the best, or less is shown").isEqualTo(until);
        }
    }

    @Test
    void learnsTextsInBothModes() {
        for (FineTuning.Mode mode : FineTuning.Mode.values()) {
            TrainedNetwork trained = trainer(recipe(mode, 8, 0.02))
                    .train("a01", ToyNetworks.texts(), new ToyPreprocessor(), LETTERS, 8, CheckpointStore.NONE);
            // A random layer that stays as it is limits what a stitch before it can do.
            assertThat(trained.result().bestMetric()).as(mode.name()).isGreaterThan(mode == FineTuning.Mode.Full ? 0.9 : 0.65);
        }
    }

    private static TrainedNetwork mixed(FineTuning recipe, Optional<String> refusal, Progress progress) {
        return new Trainer(recipe, TaskMetric.ACCURACY, Device.cpu(), 7, progress, 1 << 20, device -> refusal)
                .train("a01", ToyNetworks.pictures(), new ToyPreprocessor(), STRIPES, recipe.epochs(), CheckpointStore.NONE);
    }

    @Test
    void mixedPrecisionLearnsAsWellAndIsRefusedAloud() {
        FineTuning single = recipe(FineTuning.Mode.Full, 4, 0.01);
        FineTuning recipe = new FineTuning(FineTuning.Mode.Full, 4, 16, 0.01, 0.01, 0.05, 0.1, 0.1, 1, false, null, null, 1.0, 0,
                FineTuning.Precision.Mixed);
        TrainedNetwork usual = trainer(single).train("a01", ToyNetworks.pictures(), new ToyPreprocessor(), STRIPES, 4, CheckpointStore.NONE);
        TrainedNetwork mixed = mixed(recipe, Optional.empty(), Progress.SILENT);
        assertThat(mixed.result().bestMetric()).isGreaterThan(0.95);
        assertThat(mixed.result().epochs().get(0).trainLoss()).isCloseTo(usual.result().epochs().get(0).trainLoss(), within(0.02))
                .isNotEqualTo(usual.result().epochs().get(0).trainLoss());

        Told progress = new Told();
        TrainedNetwork refused = mixed(recipe, Optional.of("the device has no such products"), progress);
        assertThat(progress.messages()).containsExactly("a01 trains in single precision, not mixed: the device has no such products");
        assertThat(changed(usual.graph(), refused.graph())).isEmpty();
    }

    /** The only difference may be the order of the examples, so a first step over all of them must be the same. */
    @Test
    void frozenFeaturesFromMemoryTrainAsThoseComputedEveryTime() {
        FineTuning oneStep = new FineTuning(FineTuning.Mode.Frozen, 1, 1000, 0.01, 0.01, 0.05, 0.0, 0.1, 1, false, null, null, 1.0, 0, FineTuning.Precision.Single);
        for (Composition composition : List.of(ToyNetworks.texts(), ToyNetworks.pictures(), ToyNetworks.picturesByShape())) {
            MemoryDataset data = composition.roles().ids() != null ? LETTERS : STRIPES;
            TrainedNetwork cached = new Trainer(oneStep, TaskMetric.ACCURACY, Device.cpu(), 7, Progress.SILENT, 1 << 20, device -> Optional.empty())
                    .train("a", composition, new ToyPreprocessor(), data, 1, CheckpointStore.NONE);
            TrainedNetwork streamed = new Trainer(oneStep, TaskMetric.ACCURACY, Device.cpu(), 7, Progress.SILENT, 1, device -> Optional.empty())
                    .train("a", composition, new ToyPreprocessor(), data, 1, CheckpointStore.NONE);
            Epoch a = cached.result().epochs().get(0);
            Epoch b = streamed.result().epochs().get(0);
            assertThat(a.trainLoss()).isCloseTo(b.trainLoss(), within(1e-5));
            assertThat(a.validationLoss()).isCloseTo(b.validationLoss(), within(1e-4));
            assertThat(a.metric()).isCloseTo(b.metric(), within(0.011));
        }
    }

    @Test
    void headOnlyTrainingOfAParentKeepsPooledFeatures() {
        Composition stitched = ToyNetworks.texts();
        Composition parent = new Composition(stitched.graph(), stitched.blocks(), Arrays.asList(null, "b0/out"),
                Arrays.asList(null, null), Arrays.asList(null, "b0/out"), stitched.layerOutputs(), stitched.pooled(), stitched.roles());
        assertThat(FrozenPrefix.end(parent)).isEqualTo("head/pooled");
        assertThat(FrozenPrefix.end(stitched)).isEqualTo("b0/out");
    }

    @Test
    void stopsWithTheCandidateEpochAndStepWhenTheLossIsNotFinite() {
        Composition composition = ToyNetworks.texts();
        Map<String, Tensor> broken = new HashMap<>();
        broken.put("head/bias", Tensor.ofFloats(List.of(2L), Float.NaN, 0));
        Composition poisoned = composition.withGraph(composition.graph().withInitializers(broken));
        assertThatThrownBy(() -> trainer(recipe(FineTuning.Mode.Full, 2, 0.01))
                .train("a07", poisoned, new ToyPreprocessor(), LETTERS, 2, CheckpointStore.NONE))
                .isInstanceOf(DivergedException.class).hasMessageContaining("candidate a07")
                .hasMessageContaining("NaN in epoch 1 at step 1").hasMessageContaining("learningRate");
    }
}
