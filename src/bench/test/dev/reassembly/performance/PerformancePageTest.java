package dev.reassembly.performance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/performance.md and its picture say what the measurements say; -Dupdate.generated=true writes them anew. */
class PerformancePageTest {
    private static final Path DOCS = Path.of("../../docs");
    private static final String BEGIN = "<!-- computed from performance.csv -->\n";
    private static final String END = "<!-- end of what is computed from performance.csv -->\n";

    @Test
    void thePagesTableIsThatOfTheFigures() throws IOException {
        Path file = DOCS.resolve("performance.md");
        String page = Files.readString(file);
        String expected = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + "\n"
                + PerformancePage.table(suite(), new ResultFile(DOCS.resolve("performance.csv")).results()) + "\n" + page.substring(page.indexOf(END));
        check(file, page, expected);
    }

    @Test
    void thePictureIsThatOfTheCurves() throws IOException {
        Path file = DOCS.resolve("performance.svg");
        check(file, Files.exists(file) ? Files.readString(file) : "", PerformancePage.picture(suite(), new CurveFile(DOCS.resolve("performance-curves.csv")).points()));
    }

    /** A goal that was changed in the suite must not stand changed beside figures that were judged by the old one. */
    @Test
    void everyFigureIsJudgedByTheSuitesGoal() throws IOException {
        Map<String, Suite.Row> rows = suite().rows().stream().collect(Collectors.toMap(Suite.Row::name, row -> row));
        for (Result r : new ResultFile(DOCS.resolve("performance.csv")).results()) {
            Figure figure = rows.get(r.row()).figures().stream().filter(f -> f.name().equals(r.figure())).findFirst().orElseThrow();
            assertThat(r.goal()).as(r.row()).isEqualTo(figure.goal());
            assertThat(r.met()).as(r.row()).isEqualTo(figure.met(r.ours().median(), r.peer() == null ? null : r.peer().median()));
        }
    }

    @Test
    void aRowSaysWhatWasMeasuredAndWhetherItsGoalIsReached() {
        Figure time = new Figure("seconds", "s", Figure.Better.lower, 10.0, 2.0);
        Figure memory = new Figure("peak_mib", "MiB", Figure.Better.lower, null, null);
        Side side = new Side("A.b", null, null, null, null, null);
        Suite suite = new Suite(1, List.of(new Suite.Row("sort", "sorting", null, List.of(time, memory), side, side, "bubble sort")), null);
        List<Result> results = List.of(Result.of("sort", time, new Spread(1.5, 1.2345, 2), new Spread(12, 12, 12)),
                Result.of("sort", memory, new Spread(100, 100, 100), null));
        assertThat(PerformancePage.table(suite, results)).isEqualTo("""
                | what | figure | ours | peer's | ratio | goal | met |
                |---|---|---|---|---|---|---|
                | sorting; peer: bubble sort | seconds | 1.5 s (1.23 to 2) | 12 s | 8 | 10 times the peer and at most 2 s | **no** |
                |  | peak mib | 100 MiB | - | - | - | - |
                """);
    }

    private static Suite suite() throws IOException {
        return Suite.read(Path.of("performance.yaml"));
    }

    private static void check(Path file, String found, String expected) throws IOException {
        if (Boolean.getBoolean("update.generated")) {
            Files.writeString(file, expected);
        } else {
            assertThat(found).isEqualTo(expected);
        }
    }
}
