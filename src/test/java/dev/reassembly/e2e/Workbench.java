package dev.reassembly.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reassembly.command.Main;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.onnx.OnnxWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder with a tiny zoo, pictures and a ModelReassembly file, and the command line run on it in this process. */
public final class Workbench {
    private static final Map<String, Graph> ZOO = Map.of("plain", TinyZoo.plain(), "residual", TinyZoo.residual(), "transformer",
            TinyZoo.transformer());

    public final Path folder;
    public final Path file;

    Workbench(Path folder, String... models) throws IOException {
        this(folder, 240, 90, models);
    }

    private Workbench(Path folder, int train, int test, String... models) throws IOException {
        this.folder = folder;
        this.file = folder.resolve("run.yaml");
        Files.createDirectories(folder.resolve("zoo"));
        for (Map.Entry<String, Graph> model : ZOO.entrySet()) {
            OnnxWriter.write(model.getValue(), folder.resolve("zoo/" + model.getKey() + ".onnx"), Map.of());
        }
        Stripes.write(folder.resolve("data"), train, test);
        Files.writeString(file, spec(models));
    }

    private Workbench(Workbench other, String name) throws IOException {
        this.folder = other.folder;
        this.file = folder.resolve(name + ".yaml");
        Files.copy(other.file, file);
    }

    /** As little as goes through all steps: few examples, one candidate, which is the only one built, and the parents. */
    public static Workbench tiny(Path folder, String... models) throws IOException {
        Workbench bench = new Workbench(folder, 96, 30, models);
        bench.edit("probeSamples: 64, probeBatch: 32, restarts: 8", "probeSamples: 32, probeBatch: 16, restarts: 2");
        bench.edit("candidates: 2", "candidates: 1, includeParents: false, built: 1");
        bench.edit("rungs: 2", "rungs: 1");
        return bench;
    }

    /** Another ModelReassembly file, which starts as a copy of this one, on the same zoo and store. */
    public Workbench variant(String name) throws IOException {
        return new Workbench(this, name);
    }

    /** Adds a model of the zoo's folder at the end of the file's zoo. */
    void add(String model) throws IOException {
        edit("  task:", entry(model) + "  task:");
    }

    private String spec(String... models) {
        StringBuilder zoo = new StringBuilder();
        for (String model : models) {
            zoo.append(entry(model));
        }
        return """
                apiVersion: reassembly.dev/v1alpha1
                kind: ModelReassembly
                metadata: {name: stripes}
                spec:
                  zoo:
                %1$s  task:
                    kind: ImageClassification
                    dataset: {uri: "file://%2$s/data/", format: IDX, validation: 0.25}
                  partition: {blocks: 3, balance: Layers, probeSamples: 64, probeBatch: 32, restarts: 8}
                  budget: {parameters: 1M}
                  assembly: {candidates: 2}
                  fineTuning: {epochs: 2, rungs: 2, batchSize: 16, learningRate: 0.003, newLayersLearningRate: 0.01}
                  output: {uri: "file://%2$s/out/"}
                """.formatted(zoo, folder);
    }

    private String entry(String model) {
        return """
                  - name: %1$s
                    uri: file://%2$s/zoo/%1$s.onnx
                    licence: MIT
                    preprocessing: {image: {height: 16, width: 16, mean: [127.5], std: [64]}}
                """.formatted(model, folder);
    }

    /** Replaces a part of the ModelReassembly file, which must be there. */
    public void edit(String from, String to) throws IOException {
        String text = Files.readString(file);
        if (!text.contains(from)) {
            throw new IllegalArgumentException("the file has no " + from);
        }
        Files.writeString(file, text.replace(from, to));
    }

    /** A command with this workbench's file and store. */
    public Ended run(String command, String... more) {
        return execute(arguments(command, more).toArray(String[]::new));
    }

    List<String> arguments(String command, String... more) {
        return Stream.concat(Stream.of(command, file.toString(), "--store", "file://" + folder + "/store", "--device", "cpu",
                "--scratch",
                folder + "/scratch"), Arrays.stream(more)).collect(Collectors.toCollection(ArrayList::new));
    }

    /** A benchmark of a suite and assets in a folder, that its results go to as well. */
    static Ended benchmark(Path folder, String name, String suite, String results, String... more) {
        List<String> arguments = new ArrayList<>(List.of("bench", name, "--suite", folder + "/" + suite, "--assets", folder.toString(), "--results",
                folder + "/" + results, "--work", folder + "/work", "--device", "cpu"));
        arguments.addAll(List.of(more));
        return execute(arguments.toArray(String[]::new));
    }

    static Ended execute(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream standardOut = new ByteArrayOutputStream();
        ByteArrayOutputStream standardError = new ByteArrayOutputStream();
        try (PrintStream a = new PrintStream(standardOut, true, StandardCharsets.UTF_8);
                PrintStream b = new PrintStream(standardError, true, StandardCharsets.UTF_8)) {
            System.setOut(a);
            System.setErr(b);
            int status = Main.execute(arguments);
            return new Ended(status, standardOut.toString(StandardCharsets.UTF_8),
                    standardError.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** How a command ended and what it printed. */
    public record Ended(int status, String out, String err) {
        private static final Pattern HIT = Pattern.compile("(?m)^(\\S+ \\S+): hit, ");
        private static final Pattern COMPUTED = Pattern.compile("(?m)^(\\S+ \\S+): (?:miss, |computing again)");

        /** Titles of the steps that were taken from the store, such as {@code probe plain}, in order. */
        public List<String> hits() {
            return HIT.matcher(err).results().map(match -> match.group(1)).toList();
        }

        /** Titles of the steps that were computed, in order. */
        public List<String> computed() {
            return COMPUTED.matcher(err).results().map(match -> match.group(1)).toList();
        }

        public JsonNode json() throws IOException {
            String[] lines = out.strip().split("\\R");
            return new ObjectMapper().readTree(lines[lines.length - 1]);
        }
    }
}
