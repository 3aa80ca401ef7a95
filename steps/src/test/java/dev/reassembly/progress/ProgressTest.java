package dev.reassembly.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final AtomicLong clock = new AtomicLong();

    private void pass(double seconds) {
        clock.addAndGet((long) (seconds * 1e9));
    }

    private String written() {
        String text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return text;
    }

    @Test
    void drawsABarWithRateAndTimeLeft() {
        Progress progress = new TerminalProgress(out, () -> 91, clock::get);
        try (Progress.Work work = progress.start("probe minilm", 256)) {
            assertThat(written()).isEqualTo("\rprobe minilm [" + "-".repeat(30) + "]   0% 0/256 in 0:00\u001b[K");
            pass(10);
            work.advance(64);
            assertThat(written()).isEqualTo(
                    "\rprobe minilm [" + "#".repeat(7) + "-".repeat(23) + "]  25% 64/256 6.4/s ETA 0:30\u001b[K");
            work.note("loss 0.31");
            assertThat(written()).as("not redrawn before a tenth of a second").isEmpty();
            pass(0.2);
            work.advance(0);
            assertThat(written()).contains("loss 0.31");
            progress.message("bge: hit");
            assertThat(written()).startsWith("\r\u001b[Kbge: hit" + System.lineSeparator() + "\rprobe minilm [");
            pass(29.8);
            work.advance(192);
            written();
        }
        assertThat(written()).isEqualTo("\r\u001b[Kprobe minilm [" + "#".repeat(30) + "] 100% 256/256 6.4/s in 0:40 loss 0.31"
                + System.lineSeparator());
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 30, 40, 60, 80, 200})
    void neverIsWiderThanTheTerminal(int width) {
        Measure work = new Measure("fine-tune candidate 3, epoch 12", 50_000_000, clock::get);
        pass(100);
        work.advance(12_345_678);
        work.note("loss 0.312, accuracy 0.871");
        String line = BarLine.of(work, width);
        assertThat(line.length()).isLessThanOrEqualTo(width);
        if (width >= 20) {
            assertThat(line).contains(" 24%").contains("12.3M/50.0M");
        }
    }

    @Test
    void goesBackToTheOuterWork() {
        Progress progress = new TerminalProgress(out, () -> 80, clock::get);
        try (Progress.Work outer = progress.start("steps", 2)) {
            try (Progress.Work inner = progress.start("probe", 5)) {
                written();
                pass(1);
                outer.advance(1);
                assertThat(written()).isEmpty();
                inner.advance(5);
                assertThat(written()).contains("probe").contains("100%");
            }
            assertThat(written()).endsWith("1/2 1/s ETA 0:01\u001b[K").contains("probe [");
        }
    }

    @Test
    void writesPlainLinesAtMostEveryFiveSeconds() {
        Progress progress = new LineProgress(out, clock::get);
        try (Progress.Work work = progress.start("probe", 100)) {
            for (int i = 0; i < 99; i++) {
                pass(0.2);
                work.advance(1);
            }
            work.note("loss 0.3");
            pass(0.2);
            work.advance(1);
        }
        assertThat(written().lines()).containsExactly("probe: 0/100", "probe: 25/100 (25%), 5/s, 0:15 left",
                "probe: 50/100 (50%), 5/s, 0:10 left", "probe: 75/100 (75%), 5/s, 0:05 left",
                "probe: 100/100 (100%), 5/s, in 0:20, loss 0.3");
    }

    @Test
    void saysHowFarItCameWhenItEndsEarlyOrTheTotalIsUnknown() {
        Progress progress = new LineProgress(out, clock::get);
        Progress.Work work = progress.start("read", 0);
        pass(2);
        work.advance(10);
        work.close();
        work.close();
        assertThat(written().lines()).containsExactly("read: started", "read: 10, 5/s, in 0:02");
        assertThat(BarLine.of(new Measure("read", 0, clock::get), 40)).isEqualTo("read 0 in 0:00");
    }

    @ParameterizedTest
    @CsvSource({"0,0:00", "59.6,1:00", "754,12:34", "3723,1:02:03"})
    void writesTimes(double seconds, String text) {
        assertThat(Measure.time(seconds)).isEqualTo(text);
    }

    @Test
    void tellsArgoTheOutermostWork(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("progress");
        Progress progress = new WorkflowProgress(Progress.SILENT, file, clock::get);
        try (Progress.Work work = progress.start("epochs", 3)) {
            assertThat(file).hasContent("0/3");
            try (Progress.Work inner = progress.start("batches", 100)) {
                pass(2);
                inner.advance(50);
                assertThat(file).hasContent("0/3");
            }
            work.advance(1);
            assertThat(file).hasContent("1/3");
            work.advance(1);
            assertThat(file).as("within the same second").hasContent("1/3");
            work.advance(5);
        }
        assertThat(file).as("never more than the total").hasContent("3/3");
        Progress.Work next = progress.start("next", 8);
        assertThat(file).hasContent("0/8");
        next.close();
    }

    @Test
    void goesOnWhenArgosFileCannotBeWritten(@TempDir Path folder) {
        Progress progress = new WorkflowProgress(new LineProgress(out, clock::get), folder.resolve("none/progress"), clock::get);
        try (Progress.Work work = progress.start("epochs", 1)) {
            pass(2);
            work.advance(1);
        }
        assertThat(written().lines().filter(line -> line.contains("cannot be written"))).hasSize(1);
    }

    @Test
    void choosesByStyleAndTerminal(@TempDir Path folder) {
        assertThat(ProgressFactory.create(ProgressStyle.AUTO, out, Map.of(), true)).isInstanceOf(TerminalProgress.class);
        assertThat(ProgressFactory.create(ProgressStyle.AUTO, out, Map.of(), false)).isInstanceOf(LineProgress.class);
        assertThat(ProgressFactory.create(ProgressStyle.PLAIN, out, Map.of(), true)).isInstanceOf(LineProgress.class);
        assertThat(ProgressFactory.create(ProgressStyle.NONE, out, Map.of(), true)).isSameAs(Progress.SILENT);
        Path file = folder.resolve("p");
        Progress argo = ProgressFactory.create(ProgressStyle.AUTO, out, Map.of("ARGO_PROGRESS_FILE", file.toString()), false);
        argo.start("x", 4).close();
        assertThat(Files.exists(file)).isTrue();
        assertThat(Terminal.redraws(Map.of("TERM", "dumb"))).isFalse();
        assertThat(Terminal.redraws(Map.of())).isFalse();
    }
}
