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
import java.util.function.Function;

/**
 * A benchmark's rows as a CSV file: a header, then one line a row, sorted; no field holds a comma.
 *
 * @param <R> a row
 * @param <K> what tells rows apart
 */
public class CsvTable<R, K> {
    private final Path file;
    private final Format<R> format;
    private final Function<R, K> key;
    private final Map<K, R> rows = new LinkedHashMap<>();

    /** How a row is written. */
    interface Format<R> {
        List<String> columns();

        Comparator<R> order();

        /** One for each column. */
        List<String> cells(R row);

        /** @throws NumberFormatException when one should be a number and is not */
        R parse(List<String> cells);
    }

    /**
     * @param file read when it exists
     * @throws InvalidInputException when the file has other columns, or a line that does not fit them
     */
    CsvTable(Path file, Format<R> format, Function<R, K> key) throws IOException {
        this.file = file;
        this.format = format;
        this.key = key;
        if (Files.exists(file)) {
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty() || !lines.get(0).equals(header())) {
                throw new InvalidInputException(file.toString(), "its first line must be " + header());
            }
            for (int i = 1; i < lines.size(); i++) {
                R row = parse(lines.get(i), i + 1);
                rows.put(key.apply(row), row);
            }
        }
    }

    public final List<R> rows() {
        return List.copyOf(rows.values());
    }

    public final boolean has(K wanted) {
        return rows.containsKey(wanted);
    }

    /** Adds a row, or puts it in the place of an older one, and writes the whole file. */
    public final void put(R row) throws IOException {
        rows.put(key.apply(row), row);
        List<String> lines = new ArrayList<>(List.of(header()));
        rows.values().stream().sorted(format.order()).forEach(r -> lines.add(line(r)));
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, lines);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private String header() {
        return String.join(",", format.columns());
    }

    private String line(R row) {
        List<String> cells = format.cells(row);
        for (String cell : cells) {
            if (cell.contains(",") || cell.contains("\n")) {
                throw new IllegalArgumentException("a comma or a line break in " + cell);
            }
        }
        return String.join(",", cells);
    }

    private R parse(String line, int number) {
        List<String> cells = List.of(line.split(",", -1));
        if (cells.size() != format.columns().size()) {
            throw new InvalidInputException(file + " line " + number, cells.size() + " fields found, " + format.columns().size() + " are needed");
        }
        try {
            return format.parse(cells);
        } catch (NumberFormatException e) {
            throw new InvalidInputException(file + " line " + number, "a number is expected: " + e.getMessage(), e);
        }
    }

    /** The number in a cell, null for an empty one. */
    static Double number(String cell) {
        return cell.isEmpty() ? null : Double.valueOf(cell);
    }

    /** The whole number in a cell, null for an empty one. */
    static Long whole(String cell) {
        return cell.isEmpty() ? null : Long.valueOf(cell);
    }

    /** With five decimals; nothing for null. */
    static String metric(Double value) {
        return value == null ? "" : String.format(Locale.ROOT, "%.5f", value);
    }

    /** Nothing for null. */
    static String whole(Long value) {
        return value == null ? "" : value.toString();
    }
}
