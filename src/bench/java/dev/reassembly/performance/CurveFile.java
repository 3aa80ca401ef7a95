package dev.reassembly.performance;

import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/** {@code performance-curves.csv}: a line for each size of each curve. */
final class CurveFile {
    private static final String HEADER = "curve,x,median,least,greatest";

    private final Path file;
    private final List<CurvePoint> points = new ArrayList<>();

    /** @throws InvalidInputException when the file exists and is not such a table */
    CurveFile(Path file) throws IOException {
        this.file = file;
        if (!Files.exists(file)) {
            return;
        }
        try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8,
                CSVFormat.RFC4180.builder().setHeader(HEADER.split(",")).setSkipHeaderRecord(true).get())) {
            parser.forEach(line -> points.add(new CurvePoint(line.get(0), Long.parseLong(line.get(1)),
                    new Spread(Double.parseDouble(line.get(2)), Double.parseDouble(line.get(3)), Double.parseDouble(line.get(4))))));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(file.toString(), "not a table of curves: " + e.getMessage(), e);
        }
    }

    List<CurvePoint> points() {
        return List.copyOf(points);
    }

    /** Puts a curve in the place of its older self. */
    void put(List<CurvePoint> curve) throws IOException {
        points.removeIf(old -> old.curve().equals(curve.get(0).curve()));
        points.addAll(curve);
        List<String> lines = new ArrayList<>(List.of(HEADER));
        points.forEach(p -> lines.add(p.curve() + "," + p.x() + "," + ResultFile.text(p.value().median()) + "," + ResultFile.text(p.value().least()) + ","
                + ResultFile.text(p.value().greatest())));
        Files.write(file, lines);
    }
}
