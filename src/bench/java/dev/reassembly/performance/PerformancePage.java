package dev.reassembly.performance;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** The tables of docs/performance.md. */
final class PerformancePage {
    private PerformancePage() {}

    static String table(Suite suite, List<Result> results) {
        StringBuilder table = new StringBuilder("| what | peer | ours | peer's | ratio | goal | met |\n|---|---|---|---|---|---|---|\n");
        for (Suite.Row row : suite.rows()) {
            for (Result r : results.stream().filter(r -> r.row().equals(row.name())).toList()) {
                table.append("| ").append(row.what()).append(": ").append(r.figure().replace('_', ' ')).append(" | ").append(row.peerIs() == null ? "-" : row.peerIs())
                        .append(" | ").append(cell(r.ours(), r.unit())).append(" | ").append(r.peer() == null ? "-" : cell(r.peer(), r.unit()))
                        .append(" | ").append(r.ratio() == null ? "-" : rounded(r.ratio())).append(" | ").append(r.goal().isEmpty() ? "-" : r.goal())
                        .append(" | ").append(r.met() == null ? "-" : r.met() ? "yes" : "**no**").append(" |\n");
            }
        }
        return table.toString();
    }

    private static String cell(Spread spread, String unit) {
        return rounded(spread.median()) + " " + unit + (spread.least() == spread.greatest() ? "" : " (" + rounded(spread.least()) + " to " + rounded(spread.greatest()) + ")");
    }

    private static String rounded(double value) {
        return value == 0 ? "0" : new BigDecimal(value).round(new MathContext(3)).toPlainString();
    }
}
