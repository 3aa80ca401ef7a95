package dev.reassembly.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.progress.Progress;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed in the middle of a step leaves nothing that counts as its result. */
class KilledStepTest {
    private static final StepKey KEY = StepKey.of("finetune", "1", "candidate-1", Map.of("epochs", 3), Map.of());

    private static StepCache cache(Path folder) {
        return new StepCache(new FileStore(folder), "runs", folder, Progress.SILENT);
    }

    /** The step that gets killed: two checkpoints, half of its outputs, and then it hangs. */
    public static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            cache(Path.of(arguments[0])).resolve(KEY, false, output -> {
                output.checkpoint("epoch").write(new byte[] {1});
                output.checkpoint("epoch").write(new byte[] {2});
                output.write("model.onnx", new byte[100_000]);
                System.out.println("half done");
                Thread.sleep(TimeUnit.MINUTES.toMillis(5));
                output.write("metrics.json", new byte[] {1});
            });
        }
    }

    @Test
    @Timeout(60)
    void theNextRunStartsFromTheCheckpoint(@TempDir Path folder) throws Exception {
        Process victim = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
                "-cp", System.getProperty("java.class.path"), Victim.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out = victim.inputReader()) {
            assertThat(out.readLine()).isEqualTo("half done");
        } finally {
            victim.destroyForcibly().waitFor();
        }
        assertThat(cache(folder).find(KEY)).isEmpty();
        StepResult result = cache(folder).resolve(KEY, false, output -> {
            assertThat(output.checkpoint("epoch").read()).contains(new byte[] {2});
            output.write("model.onnx", new byte[] {3});
            output.write("metrics.json", new byte[] {4});
        });
        assertThat(result.hit()).isFalse();
        assertThat(result.manifest().outputs()).hasSize(2);
        assertThat(result.localFile("model.onnx")).hasBinaryContent(new byte[] {3});
    }
}
