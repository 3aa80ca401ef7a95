package dev.reassembly.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The quality benchmark's rows. */
public final class QualityTable extends CsvTable<QualityRow, QualityRow.Case> {
    private static final List<String> BEFORE = List.of("zoo", "task", "recipe", "budget", "seed", "budget_flops", "classes", "parent", "parent_metric", "kind", "blocks", "metric",
            "lead", "lead_error");
    private static final List<String> AFTER = List.of("parameters", "flops", "seconds");

    /**
     * @param file read when it exists
     * @param controls names of the columns between
     */
    public QualityTable(Path file, List<String> controls) throws IOException {
        super(file, new Columns(List.copyOf(controls)), QualityRow::key);
    }

    private record Columns(List<String> controls) implements Format<QualityRow> {
        @Override
        public List<String> columns() {
            List<String> columns = new ArrayList<>(BEFORE);
            columns.addAll(controls);
            columns.addAll(AFTER);
            return columns;
        }

        @Override
        public Comparator<QualityRow> order() {
            return Comparator.comparing(QualityRow::zoo).thenComparing(QualityRow::task).thenComparing(QualityRow::recipe).thenComparing(QualityRow::budget)
                    .thenComparingLong(QualityRow::seed);
        }

        @Override
        public List<String> cells(QualityRow r) {
            List<String> cells = new ArrayList<>(List.of(r.zoo(), r.task(), r.recipe(), r.budget(), String.valueOf(r.seed()), whole(r.budgetFlops()),
                    String.valueOf(r.classes()), r.parent() == null ? "" : r.parent(), metric(r.parentMetric()), r.kind(), r.blocks(), metric(r.metric()),
                    metric(r.lead()), metric(r.leadError())));
            controls.forEach(name -> cells.add(metric(r.controls().get(name))));
            cells.addAll(List.of(String.valueOf(r.parameters()), String.valueOf(r.flops()), String.format(Locale.ROOT, "%.0f", r.seconds())));
            return cells;
        }

        @Override
        public QualityRow parse(List<String> cells) {
            Map<String, Double> measured = new TreeMap<>();
            for (int i = 0; i < controls.size(); i++) {
                Double value = number(cells.get(BEFORE.size() + i));
                if (value != null) {
                    measured.put(controls.get(i), value);
                }
            }
            int after = BEFORE.size() + controls.size();
            return new QualityRow(cells.get(0), cells.get(1), cells.get(2), cells.get(3), Long.parseLong(cells.get(4)), whole(cells.get(5)),
                    Integer.parseInt(cells.get(6)), cells.get(7).isEmpty() ? null : cells.get(7), number(cells.get(8)), cells.get(9), cells.get(10),
                    Double.parseDouble(cells.get(11)), number(cells.get(12)), number(cells.get(13)), measured, Long.parseLong(cells.get(after)),
                    Long.parseLong(cells.get(after + 1)), Double.parseDouble(cells.get(after + 2)));
        }
    }
}
