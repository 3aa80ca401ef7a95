package dev.reassembly.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.study.Study;
import dev.reassembly.study.StudyTable;
import dev.reassembly.study.Trial;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class StudyPageTest {
    private static Study study() {
        List<Trial> trials = new ArrayList<>();
        for (long seed = 0; seed < 2; seed++) {
            for (int a = 0; a < 5; a++) {
                trials.add(new Trial("s0" + a, "<script>", seed, Map.of("naswot", a == 0 ? Double.NEGATIVE_INFINITY : a, "flops", 1e6 * a),
                        List.of(a / 10.0, a / 8.0), a / 8.0, a / 9.0));
            }
        }
        return StudyTable.judge("mine <script>", "Accuracy", trials, 0);
    }

    @Test
    void isStaticAndItsPicturesAreWellFormed() throws Exception {
        String html = StudyPage.html(study());
        assertThat(html).doesNotContain("<script").doesNotContain("src=").doesNotContain("href=");
        Matcher pictures = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(html);
        int count = 0;
        while (pictures.find()) {
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(pictures.group())));
            count++;
        }
        assertThat(count).as("two scores and one epoch").isEqualTo(3);
    }

    @Test
    void aNetworkWithoutAFiniteScoreIsNotDrawn() {
        String naswot = ScatterPlot.draw(study(), "naswot", trial -> trial.scores().get("naswot"));
        assertThat(naswot.split("<title>s0", -1)).hasSize(1 + 2 * 4);
        assertThat(naswot).doesNotContain("NaN").doesNotContain("nfinit");
    }

    @Test
    void tellsScoresThenEpochsThenTheCeiling() {
        List<List<String>> rows = StudyPage.rows(study());
        assertThat(rows.get(0)).startsWith("naswot".equals(rows.get(0).get(0)) ? "naswot" : "flops", "1.00", "1.00 to 1.00", "0.00", "1.00", "5");
        assertThat(rows.get(rows.size() - 2).get(0)).isEqualTo("validation after epoch 1");
        assertThat(rows.get(rows.size() - 1)).containsExactly("another training", "1.00", "1.00 to 1.00", "-", "-", "5");
        assertThat(rows.stream().filter(row -> row.get(0).equals("ranks(probe,logme)")).findFirst().orElseThrow()).containsExactly("ranks(probe,logme)", "-",
                "-", "-", "0.00", "0");
    }
}
