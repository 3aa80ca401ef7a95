package dev.reassembly.bench;

import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The benchmark's rows as a CSV file: a header, then one line a row, sorted; no field holds a comma. */
public final class QualityTable {
    private static final List<String> BEFORE = List.of("zoo", "task", "recipe", "budget", "seed", "budget_flops", "classes", "parent", "parent_metric", "kind", "blocks", "metric",
            "lead", "lead_error");
    private static final List<String> AFTER = List.of("parameters", "flops", "seconds");

    private final Path file;
    private final List<String> controls;
    private final Map<QualityRow.Case, QualityRow> rows = new LinkedHashMap<>();

    /**
     * @param file read when it exists
     * @param controls names of the columns between
     * @throws InvalidInputException when the file has other columns, or a line that does not fit them
     */
    public QualityTable(Path file, List<String> controls) throws IOException {
        this.file = file;
        this.controls = List.copyOf(controls);
        if (Files.exists(file)) {
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty() || !lines.get(0).equals(header())) {
                throw new InvalidInputException(file.toString(), "its first line must be " + header());
            }
            for (int i = 1; i < lines.size(); i++) {
                QualityRow row = parse(lines.get(i), i + 1);
                rows.put(row.key(), row);
            }
        }
    }

    public List<QualityRow> rows() {
        return List.copyOf(rows.values());
    }

    public boolean has(QualityRow.Case key) {
        return rows.containsKey(key);
    }

    /** Adds a row, or puts it in the place of an older one, and writes the whole file. */
    public void put(QualityRow row) throws IOException {
        rows.put(row.key(), row);
        List<String> lines = new ArrayList<>(List.of(header()));
        rows.values().stream().sorted(Comparator.comparing(QualityRow::zoo).thenComparing(QualityRow::task).thenComparing(QualityRow::recipe)
                .thenComparing(QualityRow::budget).thenComparingLong(QualityRow::seed)).forEach(r -> lines.add(line(r)));
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, lines);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private String header() {
        return String.join(",", columns());
    }

    private List<String> columns() {
        List<String> columns = new ArrayList<>(BEFORE);
        columns.addAll(controls);
        columns.addAll(AFTER);
        return columns;
    }

    private String line(QualityRow r) {
        List<String> cells = new ArrayList<>(List.of(r.zoo(), r.task(), r.recipe(), r.budget(), String.valueOf(r.seed()),
                r.budgetFlops() == null ? "" : r.budgetFlops().toString(), String.valueOf(r.classes()), r.parent() == null ? "" : r.parent(),
                metric(r.parentMetric()), r.kind(), r.blocks(), metric(r.metric()), metric(r.lead()), metric(r.leadError())));
        controls.forEach(name -> cells.add(metric(r.controls().get(name))));
        cells.addAll(List.of(String.valueOf(r.parameters()), String.valueOf(r.flops()), String.format(Locale.ROOT, "%.0f", r.seconds())));
        for (String cell : cells) {
            if (cell.contains(",") || cell.contains("\n")) {
                throw new IllegalArgumentException("a comma or a line break in " + cell);
            }
        }
        return String.join(",", cells);
    }

    private QualityRow parse(String line, int number) {
        List<String> cells = List.of(line.split(",", -1));
        if (cells.size() != columns().size()) {
            throw new InvalidInputException(file + " line " + number, cells.size() + " fields found, " + columns().size() + " are needed");
        }
        try {
            Map<String, Double> measured = new TreeMap<>();
            for (int i = 0; i < controls.size(); i++) {
                Double value = number(cells.get(BEFORE.size() + i));
                if (value != null) {
                    measured.put(controls.get(i), value);
                }
            }
            int after = BEFORE.size() + controls.size();
            return new QualityRow(cells.get(0), cells.get(1), cells.get(2), cells.get(3), Long.parseLong(cells.get(4)),
                    cells.get(5).isEmpty() ? null : Long.valueOf(cells.get(5)), Integer.parseInt(cells.get(6)), cells.get(7).isEmpty() ? null : cells.get(7),
                    number(cells.get(8)), cells.get(9), cells.get(10), Double.parseDouble(cells.get(11)), number(cells.get(12)), number(cells.get(13)), measured, Long.parseLong(cells.get(after)), Long.parseLong(cells.get(after + 1)),
                    Double.parseDouble(cells.get(after + 2)));
        } catch (NumberFormatException e) {
            throw new InvalidInputException(file + " line " + number, "a number is expected: " + e.getMessage(), e);
        }
    }

    private static Double number(String cell) {
        return cell.isEmpty() ? null : Double.valueOf(cell);
    }

    private static String metric(Double value) {
        return value == null ? "" : String.format(Locale.ROOT, "%.5f", value);
    }
}
