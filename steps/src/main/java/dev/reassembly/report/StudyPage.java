package dev.reassembly.report;

import dev.reassembly.study.Judgement;
import dev.reassembly.study.Study;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A study as one static HTML page without scripts or outside references. */
public final class StudyPage {
    private StudyPage() {}

    public static String html(Study study) {
        HtmlTable table = new HtmlTable("score", "tau-b", "95 % interval", "top-1 regret", "top-3 found", "networks");
        rows(study).forEach(row -> table.row("", row.stream()));
        StringBuilder plots = new StringBuilder();
        for (Judgement judged : study.scores()) {
            if (study.trials().stream().anyMatch(trial -> trial.scores().containsKey(judged.score()))) {
                plots.append("<h3>").append(Svg.escape(judged.score())).append("</h3>")
                        .append(ScatterPlot.draw(study, judged.score(), trial -> trial.scores().get(judged.score())));
            }
        }
        IntStream.range(0, study.epochs().size()).forEach(e -> plots.append("<h3>").append(Svg.escape(study.epochs().get(e).score())).append("</h3>")
                .append(ScatterPlot.draw(study, study.epochs().get(e).score(), trial -> trial.epochs().get(e))));
        return """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>%1$s - study of scores</title>
                <style>
                body{font:15px/1.5 system-ui,sans-serif;color:#1f2933;max-width:62rem;margin:2rem auto;padding:0 1rem}
                h1{font-size:1.6rem;margin-bottom:.2rem}h2{font-size:1.15rem;margin-top:2.2rem}h3{font-size:1rem}
                table{border-collapse:collapse;width:100%%}th,td{padding:.35rem .6rem;border-bottom:1px solid #d9dee4;text-align:right;white-space:nowrap}
                th:first-child,td:first-child{text-align:left}svg{max-width:100%%;height:auto}.muted{color:#616e7c}
                </style></head><body>
                <h1>%1$s</h1>
                <p>%2$s</p>
                %3$s
                <p class="muted">tau-b: Kendall's rank correlation with the %4$s on the test split, mean over the seeds; its interval resamples
                assemblies. Regret, in points: the best network less the one that the score puts first. Top-3 found: the chance to find one of the three
                best among the first three. The last rows are no scores: what a short training tells, and how far a second training agrees with
                the first.</p>
                <h2>Scores and what came of the networks</h2>%5$s
                </body></html>
                """.formatted(Svg.escape(study.name()), Svg.escape(summary(study)), table, Svg.escape(study.metric()), plots);
    }

    /** What was done, in a sentence. */
    public static String summary(Study study) {
        String seeds = study.seeds().size() + (study.seeds().size() == 1 ? " seed" : " seeds");
        return study.assemblies() + " random assemblies, each trained under " + seeds + "."
                + (study.dropped().isEmpty() ? "" : " Left out, since a training diverged: " + String.join(", ", study.dropped()) + ".");
    }

    /** Scores, first epochs and ceiling: name, tau-b, interval, regret in points, chance of the first three, networks. */
    public static List<List<String>> rows(Study study) {
        List<Judgement> judged = new ArrayList<>(study.scores());
        judged.addAll(study.epochs());
        if (study.ceiling() != null) {
            judged.add(study.ceiling());
        }
        return judged.stream().map(j -> List.of(j.score(), number("%.2f", j.tau()), j.tau() == null ? "-" : number("%.2f", j.low()) + " to "
                + number("%.2f", j.high()), number("%.2f", j.regret() == null ? null : (Double) (100 * j.regret())), number("%.2f", j.topThree()),
                String.valueOf(j.networks()))).toList();
    }

    private static String number(String format, Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, format, value);
    }
}
