package dev.reassembly.model.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** docs/operators.md, whose table names groups of operators and counts their cases. */
final class ConformanceDocument {
    private static final Path FILE = Path.of("../docs/operators.md");
    private static final String HEADER = "| group | operators |";
    private static final String ALL = "all";

    private ConformanceDocument() {}

    static List<String> read() throws IOException {
        return Files.readAllLines(FILE);
    }

    static void write(List<ConformanceRow> rows) throws IOException {
        Files.writeString(FILE, String.join("\n", counted(read(), rows)) + "\n");
    }

    /** The operators of all groups, in the page's order. */
    static List<String> operators(List<String> lines) {
        List<String> operators = new ArrayList<>();
        for (int i = first(lines); lines.get(i).startsWith("|"); i++) {
            operators.addAll(named(lines.get(i)));
        }
        return operators;
    }

    /** The page with the counts that the outcomes give. */
    static List<String> counted(List<String> lines, List<ConformanceRow> rows) {
        List<String> counted = new ArrayList<>(lines);
        for (int i = first(lines); lines.get(i).startsWith("|"); i++) {
            String[] cells = lines.get(i).split("\\|", -1);
            Set<String> named = Set.copyOf(named(lines.get(i)));
            List<ConformanceRow> own = rows.stream().filter(row -> cells[1].strip().equals(ALL) || named.contains(row.operator()))
                    .toList();
            counted.set(i, "|" + cells[1] + "|" + cells[2] + "| " + own.size() + " | " + count(own, ConformanceRow.PASSED) + " | "
                    + count(own, ConformanceRow.REFUSED) + " |");
        }
        return counted;
    }

    private static long count(List<ConformanceRow> rows, String result) {
        return rows.stream().filter(row -> row.result().equals(result)).count();
    }

    private static List<String> named(String line) {
        return Arrays.stream(line.split("\\|", -1)[2].strip().split(" ")).filter(name -> !name.isEmpty()).toList();
    }

    private static int first(List<String> lines) {
        int i = 0;
        while (!lines.get(i).startsWith(HEADER)) {
            i++;
        }
        return i + 2;
    }
}
