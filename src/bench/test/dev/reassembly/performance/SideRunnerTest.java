package dev.reassembly.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.failure.StepFailedException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SideRunnerTest {
    private static final PrintStream SILENT = new PrintStream(OutputStream.nullOutputStream());

    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Side script(String name, String... arguments) {
        return new Side(null, null, null, name, null, List.of(arguments));
    }

    private SideRunner runner(Path assets, Path python) {
        return new SideRunner(folder, assets, python, folder.resolve("logs"));
    }

    @Test
    void theLastLineThatIsNotBlankHasTheFigures() throws IOException {
        Path log = file("log", "starting {\n{\"seconds\": [9]}\n{\"seconds\":[1.5,2],\"peak_mib\":[100]}\n\n");
        assertThat(SideRunner.printed(log).figures()).isEqualTo(Map.of("seconds", List.of(1.5, 2.0), "peak_mib", List.of(100.0)));
        Map<String, List<Double>> own = Map.of("a", List.of(0.25));
        assertThat(SideRunner.printed(file("own", "x\n" + SideRunner.line(own))).figures()).isEqualTo(own);
        Path words = file("words", "done\n");
        assertThatThrownBy(() -> SideRunner.printed(words)).isInstanceOf(StepFailedException.class).hasMessageContaining("words")
                .hasMessageContaining("done");
    }

    @Test
    void aBenchmarksTimesAndProfilersAreFigures() throws IOException {
        String one = """
                {"primaryMetric": {"scoreUnit": "%s", "rawData": [[1.5, 2.5], [3.5]]}, "secondaryMetrics": {"peak_mib": {"rawData": [[7.0]]}}}""";
        ObjectMapper json = new ObjectMapper();
        assertThat(SideRunner.benchmark(json.readTree("[" + one.formatted("s/op") + "]")).figures())
                .isEqualTo(Map.of("seconds", List.of(1.5, 2.5, 3.5), "peak_mib", List.of(7.0)));
        assertThatThrownBy(() -> SideRunner.benchmark(json.readTree("[" + one.formatted("ms/op") + "]"))).isInstanceOf(StepFailedException.class)
                .hasMessageContaining("ms/op");
        assertThatThrownBy(() -> SideRunner.benchmark(json.readTree("[]"))).isInstanceOf(StepFailedException.class);
    }

    @Test
    void aSideIsAProcessWithItsArguments() throws IOException {
        file("side.sh", "echo noise; echo \"{\\\"n\\\": [$1]}\"; ls \"$2\" >&2; echo \"{\\\"n\\\": [$1, $#]}\"");
        Path assets = Files.createDirectories(folder.resolve("assets"));
        assertThat(runner(assets, null).run("row", script("side.sh", "4", "{assets}")).figures()).isEqualTo(Map.of("n", List.of(4.0, 2.0)));
        assertThat(folder.resolve("logs/row.log")).content().startsWith("noise");
        assertThatThrownBy(() -> runner(null, null).run("row", script("side.sh", "4", "{assets}"))).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("--assets");
        Side python = new Side(null, null, "peer.py", null, null, null);
        assertThatThrownBy(() -> runner(null, null).run("row", python)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("--python").hasMessageContaining("peer.py");
        file("bad.sh", "exit 3");
        assertThatThrownBy(() -> runner(null, null).run("row", script("bad.sh"))).isInstanceOf(StepFailedException.class).hasMessageContaining("3")
                .hasMessageContaining("row.log");
    }

    @Test
    void bothSidesOfARowTakeTurns() throws IOException {
        Path order = folder.resolve("order");
        file("side.sh", "echo -n $1 >>" + order + "; echo \"{\\\"seconds\\\": [$2$(wc -c <" + order + ")]}\"");
        Side side = script("side.sh", "o", "1");
        Suite.Row row = new Suite.Row("r", "w", 2, List.of(new Figure("seconds", "s", Figure.Better.lower, 1.0, null)), side,
                script("side.sh", "p", "2"), "peer");
        List<Result> results = new Bench(new Suite(5, List.of(row), List.of()), runner(null, null), SILENT).row(row);
        assertThat(order).content().isEqualTo("opop");
        // Ours reported 11 and 13, the peer 22 and 24.
        assertThat(results).containsExactly(new Result("r", "seconds", "s", new Spread(12, 11, 13), new Spread(23, 22, 24), 23 / 12.0,
                "1 times the peer", true));
        Suite.Row other = new Suite.Row("r", "w", 1, List.of(new Figure("rate", "1/s", Figure.Better.higher, null, null)), side, null, null);
        assertThatThrownBy(() -> new Bench(new Suite(1, List.of(other), List.of()), runner(null, null), SILENT).row(other))
                .isInstanceOf(StepFailedException.class).hasMessageContaining("rate").hasMessageContaining("seconds");
    }

    @Test
    void aCurveHasAPointForEachValue() throws IOException {
        file("side.sh", "echo \"{\\\"seconds\\\": [$1.5]}\"");
        Figure seconds = new Figure("seconds", "s", Figure.Better.lower, null, null);
        Suite.Curve curve = new Suite.Curve("c", "w", "n", List.of(1L, 20L), seconds, script("side.sh", "{x}"));
        assertThat(new Bench(new Suite(1, List.of(), List.of(curve)), runner(null, null), SILENT).curve(curve, new HashMap<>()))
                .containsExactly(new CurvePoint("c", 1, new Spread(1.5, 1.5, 1.5)), new CurvePoint("c", 20, new Spread(20.5, 20.5, 20.5)));
    }

    @Test
    void twoOfTheSameNameAreRefused() {
        Suite.Row row = new Suite.Row("same", "w", 1, List.of(new Figure("s", "s", Figure.Better.lower, null, null)), script("a.sh"), null, null);
        Suite.Curve curve = new Suite.Curve("same", "w", "n", List.of(1L), row.figures().get(0), row.ours());
        assertThatThrownBy(() -> new Bench(new Suite(1, List.of(row), List.of(curve)), runner(null, null), SILENT))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("same");
    }

    /** Two curves of the same side are two figures of the same runs; the script counts how often it is run. */
    @Test
    void curvesOfOneSideShareItsRuns() throws IOException {
        file("grow.sh", "echo $1 >> runs\necho '{\"seconds\":['$1'.5],\"heap_mib\":[1'$1']}'\n");
        Figure seconds = new Figure("seconds", "s", Figure.Better.lower, null, null);
        Figure heap = new Figure("heap_mib", "MiB", Figure.Better.lower, null, null);
        Bench bench = new Bench(new Suite(5, List.of(), List.of()), runner(null, null), SILENT);
        Map<Side, Measurement> runs = new HashMap<>();
        assertThat(bench.curve(new Suite.Curve("time", "t", "n", List.of(2L, 4L), seconds, script("grow.sh", "{x}")), runs)).containsExactly(
                new CurvePoint("time", 2, new Spread(2.5, 2.5, 2.5)), new CurvePoint("time", 4, new Spread(4.5, 4.5, 4.5)));
        assertThat(bench.curve(new Suite.Curve("heap", "h", "n", List.of(4L, 8L), heap, script("grow.sh", "{x}")), runs)).containsExactly(
                new CurvePoint("heap", 4, new Spread(14, 14, 14)), new CurvePoint("heap", 8, new Spread(18, 18, 18)));
        assertThat(Files.readAllLines(folder.resolve("runs"))).containsExactly("2", "4", "8");
    }
}
