package dev.reassembly.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.pipeline.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a benchmark runs.
 *
 * @param seeds of every case
 */
public record QualitySuite(List<Long> seeds, List<Case> cases) {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /**
     * One task of one zoo.
     *
     * @param file a ModelReassembly with several budgets, beside the suite's file
     * @param recipes by name, what each changes in {@code spec}, section by section
     * @param controls names of the budgets at which the quality benchmark trains controls; none when null
     */
    public record Case(String zoo, String task, String file, Map<String, ObjectNode> recipes, List<String> controls) {
        public Case {
            controls = controls == null ? List.of() : List.copyOf(controls);
        }
    }

    /**
     * A case with one of its recipes and a seed.
     *
     * @param changes of the recipe
     */
    public record Run(Case entry, String recipe, ObjectNode changes, long seed) {
        String name() {
            return entry.zoo() + "/" + entry.task() + "/" + recipe;
        }

        /** @param folder that the suite's files are named from */
        Session open(Path folder, Opener opener) throws IOException {
            Path file = Files.createTempFile("bench", ".yaml");
            try {
                write(folder.resolve(entry.file()), changes, seed, recipe + "-" + seed, file);
                return opener.open(file);
            } finally {
                Files.delete(file);
            }
        }
    }

    /** Opens a run of a ModelReassembly file. */
    @FunctionalInterface
    public interface Opener {
        Session open(Path file) throws IOException;
    }

    /** What is measured of a run. */
    @FunctionalInterface
    public interface Bench {
        /** @param session closed afterwards */
        void run(Run wanted, Session session) throws IOException;
    }

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

    /**
     * Runs a benchmark on the cases that are asked for, seed by seed.
     *
     * @param folder that the suite's files are named from
     * @param only {@code zoo}, {@code zoo/task} or {@code zoo/task/recipe}; null for all
     * @param chosen instead of the suite's seeds, or null
     * @throws InvalidInputException when no case is called so
     */
    public void run(Path folder, String only, List<Long> chosen, Opener opener, Bench bench) throws IOException {
        for (Run wanted : runs(only, chosen)) {
            try (Session session = wanted.open(folder, opener)) {
                bench.run(wanted, session);
            }
        }
    }

    private List<Run> runs(String only, List<Long> chosen) {
        List<Run> runs = new ArrayList<>();
        for (long seed : chosen == null ? seeds : chosen) {
            for (Case entry : cases) {
                entry.recipes().forEach((recipe, changes) -> runs.add(new Run(entry, recipe, changes, seed)));
            }
        }
        runs.removeIf(run -> only != null && !run.name().equals(only) && !run.name().startsWith(only + "/"));
        if (runs.isEmpty()) {
            throw new InvalidInputException("--only", "found " + only + ", which no case of the suite is called");
        }
        return runs;
    }

    /** The case's ModelReassembly with a recipe's changes and a seed, its output in a folder of its own. */
    static void write(Path file, ObjectNode changes, long seed, String suffix, Path target) throws IOException {
        JsonNode resource = YAML.readTree(file.toFile());
        if (!(resource.path("spec").path("output") instanceof ObjectNode output)) {
            throw new InvalidInputException(file.toString(), "it has no spec.output");
        }
        ObjectNode spec = (ObjectNode) resource.get("spec");
        spec.put("seed", seed);
        YAML.readerForUpdating(spec).readValue(changes);
        output.put("uri", output.path("uri").asText() + "-" + suffix);
        YAML.writeValue(target.toFile(), resource);
    }
}
