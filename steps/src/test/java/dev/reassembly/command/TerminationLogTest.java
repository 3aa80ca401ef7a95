package dev.reassembly.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.failure.StepFailedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A pod's last words are what was printed, whatever went wrong. */
class TerminationLogTest {
    @TempDir
    Path folder;

    @CommandLine.Command(name = "step")
    static final class Step implements Callable<Integer> {
        private final RuntimeException failure;

        Step(RuntimeException failure) {
            this.failure = failure;
        }

        @CommandLine.Option(names = "--rung")
        int rung;

        @Override
        public Integer call() {
            if (failure != null) {
                throw failure;
            }
            return 0;
        }
    }

    private String lastWords(int status, RuntimeException failure, String... arguments) throws Exception {
        Path file = Files.writeString(folder.resolve("termination-log"), "words of the attempt before, ".repeat(99));
        CommandLine line = new CommandLine(new Step(failure)).setErr(new PrintWriter(new StringWriter()));
        Failures failures = new Failures(new TerminationLog(Map.of("TERMINATION_LOG", file.toString())), line.getParameterExceptionHandler());
        assertThat(line.setExecutionExceptionHandler(failures).setParameterExceptionHandler(failures).execute(arguments)).isEqualTo(status);
        assertThat(file).satisfies(f -> assertThat(Files.size(f)).isLessThanOrEqualTo(4096));
        return Files.readString(file);
    }

    @Test
    void isTheSentenceThatWasPrinted() throws Exception {
        assertThat(lastWords(2, new InvalidInputException("spec.zoo[1].uri", "there is no file at s3://zoo/b.onnx")))
                .isEqualTo("error: spec.zoo[1].uri: there is no file at s3://zoo/b.onnx");
        assertThat(lastWords(1, new StepFailedException("lost the connection", null))).isEqualTo("failed: lost the connection");
        assertThat(lastWords(1, new IllegalStateException("a fault"))).isEqualTo("failed: java.lang.IllegalStateException: a fault");
        assertThat(lastWords(2, null, "--rung", "one")).startsWith("error: Invalid value for option '--rung'").contains("'one'");
        assertThat(lastWords(2, null, "--layer")).isEqualTo("error: Unknown option: '--layer'");
        assertThat(lastWords(0, null)).startsWith("words of the attempt before");
    }

    @Test
    void endsWithAWholeCharacterWhenItIsLong() throws Exception {
        String words = lastWords(1, new StepFailedException("ä€".repeat(3000), null));
        assertThat("failed: " + "ä€".repeat(3000)).startsWith(words);
        assertThat(words.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(4094, 4096);
    }

    @Test
    void aFileThatCannotBeWrittenChangesNothing() {
        new TerminationLog(Map.of("TERMINATION_LOG", folder.toString())).write("error: x");
        new TerminationLog(Map.of()).write("error: x");
        assertThat(folder).isEmptyDirectory();
    }
}
