package dev.reassembly.performance;

import dev.reassembly.report.GrowthPlot;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** What docs/performance.md shows of the measurements. */
final class PerformancePage {
    private PerformancePage() {}

    /** A line for each figure that was measured, in the suite's order, as Markdown. */
    static String table(Suite suite, List<Result> results) {
        StringBuilder table = new StringBuilder("| what | figure | ours | peer's | ratio | goal | met |\n|---|---|---|---|---|---|---|\n");
        for (Suite.Row row : suite.rows()) {
            String what = row.what() + (row.peerIs() == null ? "" : "; peer: " + row.peerIs());
            for (Result r : results.stream().filter(r -> r.row().equals(row.name())).toList()) {
                table.append("| ").append(String.join(" | ", what, r.figure().replace('_', ' '), cell(r.ours(), r.unit()), cell(r.peer(), r.unit()),
                        r.ratio() == null ? "-" : rounded(r.ratio()), r.goal().isEmpty() ? "-" : r.goal(),
                        r.met() == null ? "-" : r.met() ? "yes" : "**no**")).append(" |\n");
                what = "";
            }
        }
        return table.toString();
    }

    /** The curves that were measured, one below the other, as SVG. */
    static String picture(Suite suite, List<CurvePoint> points) {
        List<GrowthPlot.Curve> curves = new ArrayList<>();
        for (Suite.Curve curve : suite.curves()) {
            List<GrowthPlot.Point> measured = points.stream().filter(p -> p.curve().equals(curve.name()))
                    .map(p -> new GrowthPlot.Point(p.x(), p.value().median(), p.value().least(), p.value().greatest())).toList();
            if (!measured.isEmpty()) {
                curves.add(new GrowthPlot.Curve(curve.what(), curve.x(), curve.figure().name().replace('_', ' ') + ", " + curve.figure().unit(), measured));
            }
        }
        return GrowthPlot.draw("How costs grow", curves);
    }

    private static String cell(Spread spread, String unit) {
        if (spread == null) {
            return "-";
        }
        String range = spread.least() == spread.greatest() ? "" : " (" + rounded(spread.least()) + " to " + rounded(spread.greatest()) + ")";
        return rounded(spread.median()) + " " + unit + range;
    }

    /** Three significant digits, without an exponent. */
    private static String rounded(double value) {
        return new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
    }
}
