package dev.reassembly.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteTest {
    @TempDir
    private Path folder;

    private Suite read(String text) throws IOException {
        Path file = folder.resolve("suite.yaml");
        Files.writeString(file, text);
        return Suite.read(file);
    }

    @Test
    void readsRowsAndCurves() throws IOException {
        Suite suite = read("""
                rounds: 2
                rows:
                - name: r
                  what: a thing
                  rounds: 1
                  figures: [{name: seconds, unit: s, better: lower, ratio: 2}]
                  ours: {java: Ours, arguments: ["1"]}
                  peer: {python: peer.py}
                  peerIs: another
                curves:
                - name: c
                  what: grows
                  x: things
                  values: [1, 10]
                  figure: {name: seconds, unit: s, better: lower}
                  side: {jmh: B.m, parameters: {n: "{x}"}}
                """);
        assertThat(suite.rounds()).isEqualTo(2);
        assertThat(suite.rows()).hasSize(1);
        assertThat(suite.rows().get(0).figures()).containsExactly(new Figure("seconds", "s", Figure.Better.lower, 2.0, null));
        assertThat(suite.rows().get(0).peer().python()).isEqualTo("peer.py");
        assertThat(suite.curves().get(0).values()).containsExactly(1L, 10L);
        assertThat(suite.curves().get(0).side().at("10").parameters()).containsEntry("n", "10");
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> Suite.read(folder.resolve("none.yaml"))).isInstanceOf(InvalidInputException.class).hasMessageContaining("none.yaml");
        assertThatThrownBy(() -> read("rounds: 0")).isInstanceOf(InvalidInputException.class).hasMessageContaining("rounds");
        assertThatThrownBy(() -> read("rounds: 1\nrow: []")).isInstanceOf(InvalidInputException.class).hasMessageContaining("row");
        assertThatThrownBy(() -> read("rounds: 1\nrows: [{name: alone}]")).isInstanceOf(InvalidInputException.class).hasMessageContaining("alone");
        assertThatThrownBy(() -> read("rounds: 1\nrows: [{name: r, what: w, figures: [{name: s, unit: s, better: faster}], ours: {java: A}}]"))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("faster");
        String row = "rounds: 1\nrows: [{name: r, what: w, figures: [{name: s, unit: s, better: lower}], ours: {java: A, jmh: B.c}}]";
        assertThatThrownBy(() -> read(row))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("one of jmh, java, python and script");
    }

    /** What the suite names is there: classes, methods, scripts. */
    @Test
    void thePerformanceSuiteNamesWhatThereIs() throws IOException, ClassNotFoundException {
        Suite suite = Suite.read(Path.of("performance.yaml"));
        Stream<Side> ofRows = suite.rows().stream().flatMap(row -> Stream.of(row.ours(), row.peer())).filter(side -> side != null);
        for (Side side : Stream.concat(ofRows, suite.curves().stream().map(Suite.Curve::side)).toList()) {
            if (side.jmh() != null) {
                String[] name = side.jmh().split("\\.");
                assertThat(Class.forName("dev.reassembly.performance." + name[0])).hasDeclaredMethods(name[1]);
            } else if (side.java() != null) {
                assertThat(Class.forName("dev.reassembly.performance." + side.java())).hasMethods("main");
            } else {
                assertThat(Path.of(side.python() == null ? side.script() : side.python())).exists();
            }
        }
        assertThat(suite.rows()).allSatisfy(row -> assertThat(row.peerIs() == null).isEqualTo(row.peer() == null));
    }
}
