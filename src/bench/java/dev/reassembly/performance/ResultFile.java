package dev.reassembly.performance;

import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** {@code performance.csv}: a line for each figure of each row; written anew after each row, so that little is lost when a run ends early. */
final class ResultFile {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setRecordSeparator('\n').setHeader("row", "figure", "unit", "ours", "ours_least",
            "ours_greatest", "peer", "peer_least", "peer_greatest", "ratio", "goal", "met").setSkipHeaderRecord(true).get();

    private final Path file;
    private final List<Result> results = new ArrayList<>();

    /** @throws InvalidInputException when the file exists and is not such a table */
    ResultFile(Path file) throws IOException {
        this.file = file;
        if (!Files.exists(file)) {
            return;
        }
        try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, FORMAT)) {
            for (CSVRecord line : parser) {
                results.add(new Result(line.get("row"), line.get("figure"), line.get("unit"), spread(line, "ours"), spread(line, "peer"),
                        number(line.get("ratio")), line.get("goal"), line.get("met").isEmpty() ? null : Boolean.valueOf(line.get("met"))));
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(file.toString(), "not a table of figures: " + e.getMessage(), e);
        }
    }

    List<Result> results() {
        return List.copyOf(results);
    }

    /** Puts a row's figures in the place of its older ones. */
    void put(List<Result> row) throws IOException {
        String name = row.get(0).row();
        int at = 0;
        while (at < results.size() && !results.get(at).row().equals(name)) {
            at++;
        }
        results.removeIf(old -> old.row().equals(name));
        results.addAll(at, row);
        write();
    }

    private void write() throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (Writer writer = Files.newBufferedWriter(part); CSVPrinter printer = new CSVPrinter(writer, FORMAT.builder().setSkipHeaderRecord(false).get())) {
            for (Result r : results) {
                printer.printRecord(r.row(), r.figure(), r.unit(), text(r.ours().median()), text(r.ours().least()), text(r.ours().greatest()),
                        r.peer() == null ? "" : text(r.peer().median()), r.peer() == null ? "" : text(r.peer().least()),
                        r.peer() == null ? "" : text(r.peer().greatest()), r.ratio() == null ? "" : text(r.ratio()), r.goal(), r.met() == null ? "" : r.met());
            }
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Four significant digits: machines are noisier than that. */
    static String text(double value) {
        return value == 0 ? "0" : new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
    }

    private static Spread spread(CSVRecord line, String side) {
        Double median = number(line.get(side));
        return median == null ? null : new Spread(median, number(line.get(side + "_least")), number(line.get(side + "_greatest")));
    }

    private static Double number(String cell) {
        return cell.isEmpty() ? null : Double.valueOf(cell);
    }
}
