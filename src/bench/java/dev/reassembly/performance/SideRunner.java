package dev.reassembly.performance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.failure.StepFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a side in a process of its own and reads what it measured: of a JMH benchmark its result file, of any other the last line
 * that it prints, {@code {"figure": [values], ...}}. What else it prints goes to a log.
 *
 * @param folder that holds scripts, and where {@code performance.yaml} is
 * @param assets zoos and data; null when there are none, then sides that need them fail
 * @param python interpreter of the peers; null when there is none
 */
record SideRunner(Path folder, Path assets, Path python, Path logs) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PACKAGE = "dev.reassembly.performance.";

    Measurement run(String name, Side side) throws IOException {
        Files.createDirectories(logs);
        Path results = side.jmh() == null ? null : Files.createTempFile("jmh", ".json");
        Path log = logs.resolve(name + ".log");
        try {
            Process process = new ProcessBuilder(command(side, results)).directory(folder.toFile())
                    .redirectErrorStream(true).redirectOutput(log.toFile()).start();
            int exit = process.waitFor();
            if (exit != 0) {
                throw new StepFailedException(name + " ended with exit status " + exit + "; what it printed is in " + log);
            }
            return results == null ? printed(log) : benchmark(JSON.readTree(results.toFile()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailedException("interrupted while " + name + " ran", e);
        } finally {
            if (results != null) {
                Files.deleteIfExists(results);
            }
        }
    }

    private List<String> command(Side side, Path results) {
        List<String> command = new ArrayList<>();
        if (side.python() != null) {
            if (python == null) {
                throw new InvalidInputException("--python", "the peer " + side.python() + " needs it");
            }
            command.addAll(List.of(python.toString(), folder.resolve(side.python()).toString()));
        } else if (side.script() != null) {
            command.addAll(List.of("bash", folder.resolve(side.script()).toString()));
        } else {
            command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx2g", "-Dai.djl.offline=true",
                    "-Djava.awt.headless=true", "-cp", System.getProperty("java.class.path")));
            command.add(side.jmh() == null ? PACKAGE + side.java() : "org.openjdk.jmh.Main");
        }
        if (side.jmh() != null) {
            command.add("^" + (PACKAGE + side.jmh()).replace(".", "\\.") + "$");
            side.parameters().forEach((name, value) -> command.addAll(List.of("-p", name + "=" + value)));
            command.addAll(List.of("-foe", "true", "-prof", PeakMemory.class.getName(), "-rf", "json", "-rff", results.toString()));
        }
        for (String argument : side.arguments()) {
            if (argument.contains("{assets}") && assets == null) {
                throw new InvalidInputException("--assets", "needed for " + argument);
            }
            command.add(assets == null ? argument : argument.replace("{assets}", assets.toString()));
        }
        return command;
    }

    /** The figures in JMH's result file: its own score as {@code seconds}, and those of profilers under their names. */
    static Measurement benchmark(JsonNode results) {
        if (results.size() != 1) {
            throw new StepFailedException("one benchmark was to be run, JMH ran " + results.size());
        }
        Map<String, List<Double>> figures = new LinkedHashMap<>();
        JsonNode primary = results.get(0).path("primaryMetric");
        if (!primary.path("scoreUnit").asText().equals("s/op")) {
            throw new StepFailedException("the benchmark must report s/op, not " + primary.path("scoreUnit").asText());
        }
        figures.put("seconds", raw(primary));
        results.get(0).path("secondaryMetrics").fields().forEachRemaining(e -> figures.put(e.getKey(), raw(e.getValue())));
        return new Measurement(figures);
    }

    private static List<Double> raw(JsonNode metric) {
        List<Double> values = new ArrayList<>();
        metric.path("rawData").forEach(fork -> fork.forEach(value -> values.add(value.asDouble())));
        return values;
    }

    /** Figures as the last line that a side prints. */
    static String line(Map<String, List<Double>> figures) {
        return JSON.valueToTree(figures).toString();
    }

    static Measurement printed(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        lines.removeIf(String::isBlank);
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        Map<String, List<Double>> figures = new LinkedHashMap<>();
        try {
            JSON.readTree(last).fields().forEachRemaining(e -> {
                List<Double> values = new ArrayList<>();
                e.getValue().forEach(value -> values.add(value.asDouble()));
                figures.put(e.getKey(), values);
            });
        } catch (JsonProcessingException e) {
            throw new StepFailedException("the last line of " + log + " is not a JSON object of figures: " + last, e);
        }
        return new Measurement(figures);
    }
}
