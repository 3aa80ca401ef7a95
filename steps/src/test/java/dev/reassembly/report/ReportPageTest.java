package dev.reassembly.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.reassembly.api.v1alpha1.Output.PublishPolicy;
import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.Candidates;
import dev.reassembly.finetune.Epoch;
import dev.reassembly.finetune.FineTuneResult;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Cut;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.Layer;
import dev.reassembly.partition.Partition;
import dev.reassembly.publish.Lead;
import dev.reassembly.publish.RunResult;
import dev.reassembly.publish.Source;
import dev.reassembly.study.Trust;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportPageTest {
    private static final String EVIL = "<script>alert('x')</script>";

    private static Chain chain(String model, int layers) {
        return new Chain(model, new Chain.Inputs(null, "ids", "mask", null),
                IntStream.rangeClosed(0, layers).mapToObj(i -> new Cut(i, "t" + i, Feature.INPUT)).toList(),
                IntStream.range(0, layers).mapToObj(i -> new Layer(i, "layer " + i + EVIL, "Attention", 1_774_464, 70_000_000, 1000)).toList());
    }

    private static ReportData data(Lead lead, Assembly.Kind kind) {
        List<BlockRef> blocks = List.of(new BlockRef("a", 0, 2), new BlockRef("b", 2, 4));
        Assembly a01 = new Assembly("a01", kind, blocks, List.of(false, true), 1.25, 20_000_000, 400_000_000, 10.5, 90_000_000);
        RunResult result = new RunResult("sentiment " + EVIL, "Accuracy", 0.9123, 0.0102, 600, kind, true, lead, PublishPolicy.Best, null,
                new RunResult.Model("s3://b/model.onnx", "0".repeat(64), 1, 20_000_000, 400_000_000, 10.5), blocks,
                List.of(new RunResult.Parent("a", 0.9, 0.89, 22_600_000, 500_000_000, 12.1, true, 0.0122)),
                new Trust(Trust.Source.STUDY, "programme", 0.414, 0.2, 0.6, 30, 0.81));
        Partition partition = new Partition(List.of(new Partition.Cuts("a", List.of(0, 2, 4), List.of(0, 1)),
                new Partition.Cuts("b", List.of(0, 2, 4), List.of(0, 1))), List.of(new Partition.Block(0, 0), new Partition.Block(1, 1)), 3.2, List.of(3.0, 3.2));
        float[][] similarity = new float[10][10];
        similarity[0][0] = 1;
        return new ReportData(result, "a01", Map.of("flops", 450_000_000.0), List.of(chain("a", 4), chain("b", 4)),
                Map.of("a", new Source("s3://b/a.onnx", "a".repeat(64), null, null), "b", new Source("s3://b/b.onnx", "b".repeat(64), "MIT", EVIL)),
                similarity, partition,
                new Candidates(List.of(new Candidates.Candidate(a01, true, List.of(new Candidates.Proxy("naswot", 12.3)), List.of(0.71), 10.7)), List.of(a01), true, 1.25, 0.1),
                List.of(new FineTuneResult("a01", List.of(new Epoch(1, 0.5, 0.4, 0.88, 3), new Epoch(2, 0.3, 0.35, 0.91, 3)), 2, 0.91, 5)), Map.of("probe", 12.3), "Its input is prepared as for a." + EVIL);
    }

    @Test
    void figuresAreWellFormedXml() {
        ReportPage.figures(data(new Lead("a", 1, 0.4), Assembly.Kind.ASSEMBLY)).forEach((name, svg) -> assertThatCode(
                () -> DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)))).as(name).doesNotThrowAnyException());
    }

    @Test
    void carriesNoScriptAndNoOutsideReference() {
        String html = ReportPage.html(data(new Lead("a", 1, 0.4), Assembly.Kind.ASSEMBLY));
        assertThat(html).doesNotContain("<script").doesNotContain("src=").doesNotContain("href=").doesNotContain("data:");
        assertThat(html.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http");
        assertThat(html).contains("0.9123").contains("Its input is prepared as for a.").contains("22.6 M").contains("&lt;script&gt;");
    }

    @Test
    void sayWhatIsPublishedAndWhenNothingIs() {
        ReportData published = data(new Lead("a", 1.23, 0.4), Assembly.Kind.ASSEMBLY);
        assertThat(ReportPage.html(published)).contains("published: assembly", "1.23 points better");
        assertThat(ReportPage.figures(published).get("partition.svg")).contains(">published<");

        RunResult r = published.result();
        RunResult nothing = new RunResult(r.name(), r.metricName(), r.metric(), r.standardError(), r.testExamples(), Assembly.Kind.PARENT, true,
                new Lead("a", 0, 0), PublishPolicy.OnlyIfBetter, null, null, r.assembly(), r.parents(), r.trust());
        ReportData withheld = new ReportData(nothing, null, published.budget(), published.chains(), published.sources(), published.similarity(),
                published.partition(), published.candidates(), published.curves(), published.seconds(), published.preparation());
        assertThat(ReportPage.html(withheld)).contains("Nothing is published").doesNotContain(">published: ", "(published)");
        assertThat(ReportPage.figures(withheld).get("partition.svg")).doesNotContain(">published<");
    }

    @Test
    void saysHowFarTheScoresCanBeTrusted() {
        String html = ReportPage.html(data(new Lead("a", 1, 0.4), Assembly.Kind.ASSEMBLY));
        assertThat(html).contains("How far the scores can be trusted").contains("30 random assemblies").contains("tau-b 0.41").contains("0.20 to 0.60")
                .contains("agree by 0.81").doesNotContain("reassemble study");
        assertThat(TrustSentence.of(new Trust(Trust.Source.RUN, "programme", 0.33, -0.5, 1.0, 5, null))).contains("5 networks that this run trained")
                .contains("validation metric").contains("0.33").contains("-0.50 to 1.00").contains("rough at best").contains("reassemble study");
        assertThat(TrustSentence.of(new Trust(Trust.Source.RUN, "programme", null, null, null, 2, null))).contains("2 networks").contains("too few");
    }
}
