package dev.reassembly.performance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What is measured.
 *
 * @param rounds how often both sides of a row are run, by turns
 */
public record Suite(int rounds, List<Row> rows, List<Curve> curves) {
    /**
     * Ours beside a peer.
     *
     * @param what in words, with the sizes
     * @param rounds instead of the suite's, or null
     * @param peer null where there is none
     * @param peerIs the peer in words
     */
    public record Row(String name, String what, Integer rounds, List<Figure> figures, Side ours, Side peer, String peerIs) {
        public Row {
            if (name == null || what == null || figures == null || figures.isEmpty() || ours == null) {
                throw new InvalidInputException("rows", "a row needs name, what, figures and ours; found the name " + name);
            }
            figures = List.copyOf(figures);
        }
    }

    /**
     * How a cost of ours grows.
     *
     * @param x what grows, in words
     * @param figure that is drawn
     * @param side where {@code {x}} stands for the value
     */
    public record Curve(String name, String what, String x, List<Long> values, Figure figure, Side side) {}

    public Suite {
        rows = rows == null ? List.of() : List.copyOf(rows);
        curves = curves == null ? List.of() : List.copyOf(curves);
        if (rounds < 1) {
            throw new InvalidInputException("rounds", "found " + rounds + ", at least 1 is needed");
        }
    }

    /** @throws InvalidInputException when the file is missing or not a suite */
    static Suite read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException("--suite", "there is no " + file);
        }
        try {
            return new ObjectMapper(new YAMLFactory()).readValue(file.toFile(), Suite.class);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(file.toString(), "not a suite: " + e.getOriginalMessage(), e);
        }
    }
}
