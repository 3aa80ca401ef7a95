package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.data.TaskMetric;
import dev.reassembly.failure.StepFailedException;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.progress.Told;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResumeTest {
    /** Keeps the latest checkpoint in memory. */
    private static final class Memory implements CheckpointStore {
        byte[] content;
        int writes;
        int handedOn;

        @Override
        public Path folder() {
            return Path.of(System.getProperty("java.io.tmpdir"));
        }

        @Override
        public Optional<InputStream> read() {
            return Optional.ofNullable(content).map(ByteArrayInputStream::new);
        }

        @Override
        public void write(Path file) throws IOException {
            content = Files.readAllBytes(file);
            writes++;
        }

        @Override
        public void handOn(Path file) throws IOException {
            content = Files.readAllBytes(file);
            handedOn++;
        }
    }

    private static TrainedNetwork train(FineTuning.Mode mode, double rate, boolean pictures, int until, CheckpointStore store) {
        return train(TrainerTest.recipe(mode, 4, rate), pictures, until, store);
    }

    private static TrainedNetwork train(FineTuning recipe, boolean pictures, int until, CheckpointStore store) {
        Composition composition = pictures ? ToyNetworks.pictures() : ToyNetworks.texts();
        MemoryDataset data = pictures ? MemoryDataset.stripes(42, 30) : MemoryDataset.letters(90, 50);
        return TrainerTest.trainer(recipe).train("a", composition, new ToyPreprocessor(), data,
                until, store);
    }

    private static List<Epoch> timeless(TrainedNetwork trained) {
        return trained.result().epochs().stream()
                .map(epoch -> new Epoch(epoch.epoch(), epoch.trainLoss(), epoch.validationLoss(), epoch.metric(), 0)).toList();
    }

    /**
     * High rates make the metric jump about, so that the best epoch is often not the last one. Two frozen epochs put one stop on
     * each side of the thaw.
     */
    @ParameterizedTest
    @CsvSource({"Full, 0.01, true, 0", "Full, 0.7, true, 0", "Frozen, 0.03, true, 0", "Full, 0.7, false, 0", "Frozen, 0.7, false, 0",
            "Full, 0.02, true, 2", "Full, 0.7, false, 2"})
    void resumedTrainingIsTheSameInEveryBit(FineTuning.Mode mode, double rate, boolean pictures, int frozenEpochs) {
        FineTuning recipe = new FineTuning(mode, 4, 16, rate, rate, 0.05, 0.1, 0.1, 1, false, null, null, 0.7, frozenEpochs, FineTuning.Precision.Single);
        TrainedNetwork whole = train(recipe, pictures, 4, new Memory());
        Memory store = new Memory();
        train(recipe, pictures, 1, store);
        train(recipe, pictures, 3, store);
        assertThat(store.writes).as("after epoch 2").isEqualTo(1);
        assertThat(store.handedOn).as("after epochs 1 and 3").isEqualTo(2);
        TrainedNetwork resumed = train(recipe, pictures, 4, store);
        assertThat(store.writes).isEqualTo(1);
        assertThat(store.handedOn).as("what is finished needs none").isEqualTo(2);
        assertThat(timeless(resumed)).isEqualTo(timeless(whole));
        assertThat(resumed.result().bestEpoch()).isEqualTo(whole.result().bestEpoch());
        whole.graph().initializers().forEach((name, tensor) ->
                assertThat(resumed.graph().initializers().get(name).data()).as(name).isEqualTo(tensor.data()));
    }

    /** As when a process died after its last epoch and before it handed on. */
    @Test
    void whatIsTrainedAlreadyIsHandedOnAgain() {
        Memory store = new Memory();
        TrainedNetwork trained = train(FineTuning.Mode.Full, 0.7, true, 3, store);
        byte[] end = store.content;
        TrainedNetwork again = train(FineTuning.Mode.Full, 0.7, true, 3, store);
        assertThat(again.result()).isEqualTo(trained.result());
        assertThat(store.handedOn).isEqualTo(2);
        assertThat(store.content).isEqualTo(end);
        trained.graph().initializers().forEach((name, tensor) ->
                assertThat(again.graph().initializers().get(name).data()).as(name).isEqualTo(tensor.data()));
    }

    @Test
    void aCheckpointOfAnotherTrainingIsNotUsed() {
        Memory store = new Memory();
        train(FineTuning.Mode.Full, 0.01, false, 1, store);
        TrainedNetwork other = train(FineTuning.Mode.Full, 0.02, false, 2, store);
        assertThat(timeless(other)).isEqualTo(timeless(train(FineTuning.Mode.Full, 0.02, false, 2, new Memory())));
    }

    @Test
    void anythingButACheckpointStartsAnewWithAMessage() {
        for (byte[] content : List.of(new byte[0], new byte[] {1, 2, 3}, "x".repeat(1000).getBytes(),
                new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', '}'})) {
            Memory store = new Memory();
            store.content = content;
            Told progress = new Told();
            TrainedNetwork trained = new Trainer(TrainerTest.recipe(FineTuning.Mode.Full, 1, 0.01), TaskMetric.ACCURACY,
                    Device.cpu(),
                    7, progress).train("a", ToyNetworks.texts(), new ToyPreprocessor(), MemoryDataset.letters(40, 20), 1, store);
            assertThat(trained.result().epochs()).hasSize(1);
            assertThat(progress.messages()).singleElement().asString().startsWith("a starts anew");
        }
    }

    @Test
    void aCheckpointThatEndsEarlyFailsForARetry() {
        Memory store = new Memory();
        train(FineTuning.Mode.Full, 0.01, false, 1, store);
        store.content = Arrays.copyOf(store.content, store.content.length - 1);
        assertThatThrownBy(() -> train(FineTuning.Mode.Full, 0.01, false, 2, store))
                .isInstanceOf(StepFailedException.class).hasMessageContaining("ends within");
    }
}
