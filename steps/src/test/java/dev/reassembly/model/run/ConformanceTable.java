package dev.reassembly.model.run;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** The committed table of outcomes, sorted by case. */
final class ConformanceTable {
    static final Path FILE = Path.of("../docs/conformance.csv");
    private static final String[] HEADER = {"case", "operator", "opset", "result", "reason"};

    private ConformanceTable() {}

    static List<ConformanceRow> read() throws IOException {
        List<ConformanceRow> rows = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(FILE)) {
            for (CSVRecord row : ConformanceCases.CSV.parse(reader)) {
                rows.add(new ConformanceRow(row.get("case"), row.get("operator"), row.get("opset"), row.get("result"),
                        row.get("reason")));
            }
        }
        return rows;
    }

    static void write(List<ConformanceRow> rows) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader(HEADER).setRecordSeparator('\n').get();
        try (Writer writer = Files.newBufferedWriter(FILE); CSVPrinter printer = new CSVPrinter(writer, format)) {
            for (ConformanceRow row : rows) {
                printer.printRecord(row.name(), row.operator(), row.opset(), row.result(), row.reason());
            }
        }
    }
}
