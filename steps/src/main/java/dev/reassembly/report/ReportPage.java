package dev.reassembly.report;

import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.Candidates;
import dev.reassembly.finetune.FineTuneResult;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.publish.RunResult;
import dev.reassembly.publish.Source;
import dev.reassembly.publish.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The report as one static HTML page without scripts or outside references, so that it can be looked at where a content
 * policy forbids both, as the Argo UI's does.
 */
public final class ReportPage {
    /** The look of the project's pages. */
    static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;color:#1f2933;max-width:62rem;margin:2rem auto;padding:0 1rem}
            h1{font-size:1.6rem;margin-bottom:.2rem}h2{font-size:1.15rem;margin-top:2.2rem}
            table{border-collapse:collapse;width:100%}th,td{padding:.35rem .6rem;border-bottom:1px solid #d9dee4;text-align:right;white-space:nowrap}
            th:first-child,td:first-child{text-align:left;white-space:normal;min-width:11rem}tr.published td{font-weight:600;background:#eef6ff}
            svg{max-width:100%;height:auto}.verdict{font-size:1.1rem}.muted{color:#616e7c}code{font-size:.9em}
            """;

    private ReportPage() {}

    /** @return the figures by file name, each an SVG picture of its own */
    public static Map<String, String> figures(ReportData data) {
        Map<String, String> figures = new LinkedHashMap<>();
        RunResult result = data.result();
        figures.put("similarity.svg", SimilarityHeatMap.draw(data.similarity(), data.chains()));
        figures.put("partition.svg", ChainsDrawing.draw(data.chains(), data.partition(), result.withheld() ? List.of() : result.assembly()));
        figures.put("candidates.svg", ParetoPlot.draw(data.candidates(), data.curves(), data.budget(), data.published(), result.metricName()));
        figures.put("curves.svg", LearningCurves.draw(data.curves(), result.metricName()));
        return figures;
    }

    /** @return the whole page */
    public static String html(ReportData data) {
        RunResult result = data.result();
        Map<String, String> figures = figures(data);
        HtmlTable parents = parents(result);
        return """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>%1$s - model reassembly</title>
                <style>%15$s</style></head><body>
                <h1>%1$s</h1>
                <p class="verdict">%2$s</p>
                %3$s
                <p class="muted">Metric on %4$d test examples, standard error %5$s. FLOPs are multiply-accumulates of convolutions and matrix
                products for one sample. Latency is the measured median for one sample on the device of this run.</p>
                <h2>Equivalence sets and the published network</h2>%6$s
                <p class="muted">One cell a layer; hover for its name and cost. Gaps are cuts, colours equivalence sets.</p>
                <h2>Candidates</h2>%7$s%8$s
                <p class="muted">%9$s</p>
                <h2>How far the scores can be trusted</h2><p>%16$s</p>
                <h2>Learning curves</h2>%10$s
                <h2>Similarity</h2>%11$s
                <p class="muted">Unbiased minibatch linear CKA between all cuts, models apart by lines; the first row of each model is its input.</p>
                <h2>Where the blocks come from</h2>%12$s
                <p class="muted">%14$s</p>
                <h2>Time</h2>%13$s
                </body></html>
                """.formatted(Svg.escape(result.name()), Svg.escape(Verdict.of(result)), parents, result.testExamples(),
                Figures.metric(result.standardError()), figures.get("partition.svg"), figures.get("candidates.svg"), candidates(data),
                Svg.escape(search(data.candidates())), figures.get("curves.svg"), figures.get("similarity.svg"), provenance(data), time(data),
                Svg.escape(data.preparation()), STYLE, Svg.escape(TrustSentence.of(result.trust())));
    }

    private static HtmlTable parents(RunResult result) {
        HtmlTable table = new HtmlTable("network", result.metricName(), "parameters", "FLOPs", "latency", "within budget");
        for (RunResult.Parent parent : result.parents()) {
            table.row("", parent.name(), Figures.metricOrDiverged(parent.metric()), Figures.si(parent.parameters()),
                    Figures.si(parent.flops()), Figures.ms(parent.latencyMs()), parent.withinBudget() ? "yes" : "no");
        }
        if (result.withheld()) {
            return table;
        }
        RunResult.Model model = result.model();
        table.row("published", "published: " + Verdict.kind(result), Figures.metric(result.metric()), Figures.si(model.parameters()), Figures.si(model.flops()),
                Figures.ms(model.latencyMs()), result.withinBudget() ? "yes" : "no");
        return table;
    }

    private static HtmlTable candidates(ReportData data) {
        Map<String, FineTuneResult> results = data.curves().stream().collect(Collectors.toMap(FineTuneResult::candidate, r -> r));
        List<String> proxies = data.candidates().chosen().stream().flatMap(c -> c.proxies().stream()).map(Candidates.Proxy::name).distinct().toList();
        HtmlTable table = new HtmlTable(Stream.concat(
                Stream.of("candidate", "validation", "epochs", "parameters", "FLOPs", "latency", "score", "stitch R²"), proxies.stream()));
        for (Candidates.Candidate candidate : data.candidates().chosen()) {
            Assembly a = candidate.assembly();
            FineTuneResult r = results.get(a.name());
            String blocks = a.blocks().stream().map(BlockRef::layers).collect(Collectors.joining(" → "));
            Stream<String> cells = Stream.of(a.name() + ": " + blocks,
                    r == null ? "-" : Figures.metricOrDiverged(r.diverged() == null ? r.bestMetric() : null),
                    r == null ? "0" : String.valueOf(r.epochs().size()), Figures.si(a.parameters()), Figures.si(a.flops()),
                    Figures.ms(candidate.measuredLatencyMs()), Figures.plain(a.score()),
                    candidate.stitchR2().stream().map(v -> Double.isNaN(v) ? "-" : String.format(Locale.ROOT, "%.2f", v)).collect(Collectors.joining(" ")));
            Map<String, Double> scores = candidate.proxies().stream().collect(Collectors.toMap(Candidates.Proxy::name, Candidates.Proxy::value));
            table.row(a.name().equals(data.published()) ? "published" : "", Stream.concat(cells,
                    proxies.stream().map(name -> scores.containsKey(name) ? Figures.plain(scores.get(name)) : "")));
        }
        return table;
    }

    private static String search(Candidates candidates) {
        if (candidates.pool().isEmpty()) {
            return candidates.proven() ? "No assembly of blocks of different networks fits the budget."
                    : "No assembly of blocks of different networks that fits the budget was found within the time limit.";
        }
        return String.format(Locale.ROOT, "The integer programme listed %d assemblies in %.2f s; the best scores %.4f and is %s (bound %.4f).",
                candidates.pool().size(), candidates.seconds(), candidates.pool().get(0).score(),
                candidates.proven() ? "proven optimal" : "not proven optimal within the time limit", candidates.bound());
    }

    private static HtmlTable provenance(ReportData data) {
        HtmlTable table = new HtmlTable("network", "licence", "layers", "parameters", "SHA-256", "origin");
        for (Chain chain : data.chains()) {
            Source source = data.sources().get(chain.model());
            table.row("", chain.model(), source.licence() == null ? "not stated" : source.licence(), String.valueOf(chain.layers().size()),
                    Figures.si(chain.parameters(0, chain.layers().size())), source.sha256().substring(0, 12),
                    source.origin() == null ? source.uri() : source.origin());
        }
        return table;
    }

    private static HtmlTable time(ReportData data) {
        HtmlTable table = new HtmlTable("step", "seconds");
        data.seconds().forEach((step, seconds) -> table.row("", step, String.format(Locale.ROOT, "%.1f", seconds)));
        return table;
    }
}
