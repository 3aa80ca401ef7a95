package dev.reassembly.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the quality benchmark runs.
 *
 * @param seeds of every case
 */
public record QualitySuite(List<Long> seeds, List<Case> cases) {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /**
     * One task of one zoo.
     *
     * @param file a ModelReassembly with several budgets, beside the suite's file
     * @param recipes by name, what each changes in {@code spec.fineTuning}
     * @param controls names of the budgets at which controls are trained
     */
    public record Case(String zoo, String task, String file, Map<String, Map<String, Object>> recipes, List<String> controls) {}

    /** @throws InvalidInputException when the file is missing or not a suite */
    public static QualitySuite read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException("--suite", "there is no " + file);
        }
        try {
            return YAML.readValue(file.toFile(), QualitySuite.class);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(file.toString(), "not a suite: " + e.getOriginalMessage(), e);
        }
    }

    /** The case's ModelReassembly with a recipe's changes and a seed, its output in a folder of its own. */
    static void write(Path file, Map<String, Object> changes, long seed, String suffix, Path target) throws IOException {
        JsonNode resource = YAML.readTree(file.toFile());
        if (!(resource.path("spec").path("output") instanceof ObjectNode output)) {
            throw new InvalidInputException(file.toString(), "it has no spec.output");
        }
        ObjectNode spec = (ObjectNode) resource.get("spec");
        spec.put("seed", seed);
        ObjectNode recipe = spec.withObject("/fineTuning");
        changes.forEach((name, value) -> recipe.set(name, YAML.valueToTree(value)));
        output.put("uri", output.path("uri").asText() + "-" + suffix);
        YAML.writeValue(target.toFile(), resource);
    }
}
