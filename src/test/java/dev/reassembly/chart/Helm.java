package dev.reassembly.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The real programs that render what is installed. They are looked for in the folder E2E_TOOLS, in the test bed's cache, then on the PATH. */
final class Helm {
    static final Path HOME = Path.of(System.getProperty("home", "../..")).toAbsolutePath().normalize();
    static final Path CHART = HOME.resolve("charts/deep-model-reassembly");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    /** Without a cluster Helm knows none; any version that the chart accepts will do. */
    private static final String[] KUBERNETES = {"--kube-version", "1.34.0"};

    private Helm() {}

    /** What a program said and how it ended. */
    record Output(int status, String text) {}

    static Output lint() {
        return run("helm", "lint", "--strict", CHART.toString(), KUBERNETES[0], KUBERNETES[1]);
    }

    /** @param values for example {@code --set replicas=2} */
    static Output template(String... values) {
        List<String> arguments = new ArrayList<>(List.of("template", "reassembly", CHART.toString(), "--namespace", "reassembly",
                KUBERNETES[0], KUBERNETES[1]));
        arguments.addAll(List.of(values));
        return run("helm", arguments.toArray(String[]::new));
    }

    /** The rendered objects, without the CRD, which Helm installs apart. */
    static List<JsonNode> objects(String... values) {
        return parsed(template(values));
    }

    /** What {@code kubectl apply -k} would send, without the CRD. */
    static List<JsonNode> kustomized(String folder) {
        return parsed(run("kubectl", "kustomize", HOME.resolve("manifests").resolve(folder).toString())).stream()
                .filter(object -> !object.path("kind").asText().equals("CustomResourceDefinition")).toList();
    }

    static JsonNode yaml(Path file) throws IOException {
        return YAML.readTree(file.toFile());
    }

    private static List<JsonNode> parsed(Output output) {
        if (output.status() != 0) {
            throw new AssertionError(output.text());
        }
        try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(output.text())) {
            return values.readAll().stream().filter(JsonNode::isObject).toList();
        } catch (IOException e) {
            throw new AssertionError("not YAML: " + output.text(), e);
        }
    }

    private static Output run(String tool, String... arguments) {
        List<String> command = new ArrayList<>(List.of(find(tool)));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(), text);
        } catch (IOException e) {
            throw new AssertionError(tool + " is needed: run src/test/testbed/build.sh, or put it on the PATH", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String find(String tool) {
        String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        String bed = System.getenv().getOrDefault("REASSEMBLY_TESTBED", cache + "/reassembly-testbed");
        return Stream.of(System.getenv().getOrDefault("E2E_TOOLS", bed + "/bin"), bed + "/bin").map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable).map(Path::toString).findFirst().orElse(tool);
    }
}
