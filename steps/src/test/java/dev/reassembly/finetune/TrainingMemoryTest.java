package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Structure;
import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.data.TaskMetric;
import dev.reassembly.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Bytes that the C library has handed out and not got back, while steps go by. The Java heap is not among them. */
@EnabledOnOs(OS.LINUX)
class TrainingMemoryTest {
    private static final int SAMPLED_FROM = 40;

    /** glibc's account of its heap. */
    public interface CLibrary extends Library {
        Account mallinfo2();
    }

    @Structure.FieldOrder({"arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks",
            "keepcost"})
    public static final class Account extends Structure implements Structure.ByValue {
        public long arena;
        public long ordblks;
        public long smblks;
        public long hblks;
        public long hblkhd;
        public long usmblks;
        public long fsmblks;
        public long uordblks;
        public long fordblks;
        public long keepcost;
    }

    /** The inputs of a step alone take 192 KiB: kept over 200 steps they would add 37 MiB. */
    @Test
    void nativeMemoryDoesNotGrowOverSteps() {
        CLibrary library = Native.load("c", CLibrary.class);
        List<Long> used = new ArrayList<>();
        Progress sampling = new Progress() {
            private int steps;

            @Override
            public Work start(String label, long total) {
                return new Work() {
                    @Override
                    public void advance(long units) {
                        steps++;
                        if (steps == SAMPLED_FROM || steps == 240) {
                            // Batches' buffers go when the collector finds them, and what the JVM's compilers hold when they are done.
                            long least = Long.MAX_VALUE;
                            for (int i = 0; i < 5; i++) {
                                System.gc();
                                pause();
                                Account account = library.mallinfo2();
                                least = Math.min(least, account.uordblks + account.hblkhd);
                            }
                            used.add(least);
                        }
                    }

                    @Override
                    public void note(String text) {
                        assertThat(text).matches("loss \\d+\\.\\d{3}");
                    }

                    @Override
                    public void close() {}
                };
            }

            @Override
            public void message(String text) {}
        };
        FineTuning recipe = new FineTuning(FineTuning.Mode.Full, 60, 256, 1e-3, 1e-3, 0.05, 0.1, 0.1, 1, false, null, null, 1.0, 0, FineTuning.Precision.Single);
        new Trainer(recipe, TaskMetric.ACCURACY, Device.cpu(), 7, sampling)
                .train("a", ToyNetworks.pictures(), new ToyPreprocessor(), MemoryDataset.stripes(1024, 16), 60,
                        CheckpointStore.NONE);
        assertThat(used).hasSize(2);
        assertThat(used.get(1) - used.get(0)).as("bytes gained over 200 steps").isLessThan(16 << 20);
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
