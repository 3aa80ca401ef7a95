package dev.reassembly.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/results.md says what docs/results.csv holds; -Dupdate.generated=true writes it anew. */
class ResultsTest {
    private static final String BEGIN = "<!-- computed from results.csv -->\n";
    private static final Path PAGE = Path.of("../docs/results.md");

    @Test
    void thePagesTablesAreThoseOfTheRows() throws IOException {
        String tables = QualityReport.markdown(new QualityTable(Path.of("../docs/results.csv"), QualityBench.CONTROLS).rows(), QualityBench.CONTROLS);
        String page = Files.readString(PAGE);
        String expected = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + "\n" + tables;
        if (Boolean.getBoolean("update.generated")) {
            Files.writeString(PAGE, expected);
        } else {
            assertThat(page).isEqualTo(expected);
        }
    }
}
