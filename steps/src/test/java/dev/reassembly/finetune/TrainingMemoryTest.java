package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.data.TaskMetric;
import dev.reassembly.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Resident memory of the process while steps go by. */
@EnabledOnOs(OS.LINUX)
class TrainingMemoryTest {
    /** A step makes more than 1 MiB of tensors: 200 steps that kept them would add 200 MiB. */
    @Test
    void doesNotGrowOverSteps() {
        List<Long> resident = new ArrayList<>();
        Progress sampling = new Progress() {
            @Override
            public Work start(String label, long total) {
                Work work = Progress.SILENT.start(label, total);
                return new Work() {
                    @Override
                    public void advance(long units) {
                        resident.add(kibibytes());
                    }

                    @Override
                    public void note(String text) {
                        assertThat(text).matches("loss \\d+\\.\\d{3}");
                    }

                    @Override
                    public void close() {
                        work.close();
                    }
                };
            }

            @Override
            public void message(String text) {}
        };
        FineTuning recipe = new FineTuning(FineTuning.Mode.Full, 60, 64, 1e-3, 1e-3, 0.05, 0.1, 0.1, 1, false);
        new Trainer(recipe, TaskMetric.ACCURACY, Device.cpu(), 7, sampling)
                .train("a", ToyNetworks.pictures(), new ToyPreprocessor(), MemoryDataset.stripes(256, 16), 60, CheckpointStore.NONE);
        assertThat(resident).hasSize(240);
        assertThat(resident.get(239) - resident.get(40)).as("KiB gained over 200 steps").isLessThan(100 << 10);
    }

    private static long kibibytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
