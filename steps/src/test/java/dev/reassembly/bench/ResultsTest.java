package dev.reassembly.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/results.md says what docs/results.csv and docs/pairs.csv hold; -Dupdate.generated=true writes it anew. */
class ResultsTest {
    private static final Path PAGE = Path.of("../docs/results.md");
    private static final Path PAIRS = Path.of("../docs/pairs.csv");
    private static final Path PICTURE = Path.of("../docs/pairs.svg");

    @Test
    void thePagesTablesAreThoseOfTheRows() throws IOException {
        check("results.csv", QualityReport.markdown(new QualityTable(Path.of("../docs/results.csv"), QualityBench.CONTROLS).rows(), QualityBench.CONTROLS));
    }

    @Test
    void thePairsTablesAreThoseOfTheRows() throws IOException {
        List<PairRow> rows = new PairTable(PAIRS).rows();
        check("pairs.csv", PairReport.markdown(rows) + (rows.isEmpty() ? "" : "\n![Metric after training against joint CKA](pairs.svg)\n"));
    }

    @Test
    void thePairsPictureIsThatOfTheRows() throws IOException {
        List<PairRow> rows = new PairTable(PAIRS).rows();
        if (rows.isEmpty()) {
            assertThat(PICTURE).doesNotExist();
        } else if (Boolean.getBoolean("update.generated")) {
            Files.writeString(PICTURE, PairPicture.svg(rows));
        } else {
            assertThat(PICTURE).hasContent(PairPicture.svg(rows));
        }
    }

    private static void check(String source, String tables) throws IOException {
        String begin = "<!-- computed from " + source + " -->\n";
        String end = "<!-- end of what is computed from " + source + " -->\n";
        String page = Files.readString(PAGE);
        String expected = page.substring(0, page.indexOf(begin) + begin.length()) + "\n" + tables + "\n" + page.substring(page.indexOf(end));
        if (Boolean.getBoolean("update.generated")) {
            Files.writeString(PAGE, expected);
        } else {
            assertThat(page).isEqualTo(expected);
        }
    }
}
