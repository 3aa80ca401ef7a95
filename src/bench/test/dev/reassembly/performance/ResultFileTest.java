package dev.reassembly.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
    private static final Result SLOW = new Result("a", "seconds", "s", new Spread(2, 1, 3), new Spread(20, 10, 30), 10.0,
            "5 times the peer, or so", true);
    private static final Result ALONE = new Result("b", "peak_mib", "MiB", new Spread(0.125, 0, 1e6), null, null, "", null);

    @TempDir
    private Path folder;

    @Test
    void comesBackAsItWas() throws IOException {
        Path file = folder.resolve("performance.csv");
        ResultFile written = new ResultFile(file);
        assertThat(written.results()).isEmpty();
        written.put(List.of(SLOW));
        written.put(List.of(ALONE));
        assertThat(new ResultFile(file).results()).containsExactly(SLOW, ALONE);
        assertThat(Files.readAllLines(file)).startsWith("row,figure,unit,ours,ours_least,ours_greatest,peer,peer_least,peer_greatest,ratio,goal,met",
                "a,seconds,s,2,1,3,20,10,30,10,\"5 times the peer, or so\",true");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aRowMeasuredAgainTakesItsOldPlace() throws IOException {
        Path file = folder.resolve("performance.csv");
        ResultFile results = new ResultFile(file);
        results.put(List.of(SLOW, new Result("a", "old", "s", new Spread(1, 1, 1), null, null, "", null)));
        results.put(List.of(ALONE));
        Result fast = new Result("a", "seconds", "s", new Spread(1, 1, 1), new Spread(20, 10, 30), 20.0, "", false);
        new ResultFile(file).put(List.of(fast));
        assertThat(new ResultFile(file).results()).containsExactly(fast, ALONE);
    }

    @Test
    void valuesHaveFourDigits() {
        assertThat(ResultFile.text(123456)).isEqualTo("123500");
        assertThat(ResultFile.text(0.000123456)).isEqualTo("0.0001235");
        assertThat(ResultFile.text(2.50)).isEqualTo("2.5");
        assertThat(ResultFile.text(0)).isEqualTo("0");
    }

    @Test
    void anotherTableIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("performance.csv"), "row,figure\na,b\n");
        assertThatThrownBy(() -> new ResultFile(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("performance.csv");
        Path curves = Files.writeString(folder.resolve("performance-curves.csv"), "curve,x,median,least,greatest\na,many,1,1,1\n");
        assertThatThrownBy(() -> new CurveFile(curves)).isInstanceOf(InvalidInputException.class).hasMessageContaining("performance-curves.csv");
    }

    @Test
    void aCurveMeasuredAgainReplacesItsOldSelf() throws IOException {
        Path file = folder.resolve("performance-curves.csv");
        CurvePoint other = new CurvePoint("other", 3, new Spread(1.5, 1, 2));
        new CurveFile(file).put(List.of(new CurvePoint("c", 1, new Spread(1, 1, 1)), new CurvePoint("c", 2, new Spread(2, 2, 2))));
        new CurveFile(file).put(List.of(other));
        List<CurvePoint> again = List.of(new CurvePoint("c", 1, new Spread(4, 3, 5)));
        new CurveFile(file).put(again);
        assertThat(new CurveFile(file).points()).containsExactly(other, again.get(0));
    }
}
