package dev.reassembly.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.StreamSupport;

/** What SciPy says; the script beside the file wrote it. */
final class GoldenStatistics {
    private GoldenStatistics() {}

    static JsonNode of(String name) throws IOException {
        return new ObjectMapper().readTree(Path.of("src/test/golden/statistics/kendall.json").toFile()).get(name);
    }

    static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).mapToDouble(JsonNode::asDouble).toArray();
    }
}
