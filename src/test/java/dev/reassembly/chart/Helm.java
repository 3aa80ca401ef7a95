package dev.reassembly.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.reassembly.cluster.Output;
import dev.reassembly.cluster.TestCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real programs that render what is installed, those of the cluster that the tests run on. */
record Helm(TestCluster cluster) {
    static final Path HOME = Path.of(System.getProperty("home", "../..")).toAbsolutePath().normalize();
    static final Path CHART = HOME.resolve("charts/deep-model-reassembly");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    /** Without a cluster Helm knows none; any version that the chart accepts will do. */
    private static final String[] KUBERNETES = {"--kube-version", "1.34.0"};

    Output lint() {
        return cluster.run("helm", "lint", "--strict", CHART.toString(), KUBERNETES[0], KUBERNETES[1]);
    }

    /** @param values for example {@code --set replicas=2} */
    Output template(String... values) {
        List<String> arguments = new ArrayList<>(List.of("template", "reassembly", CHART.toString(), "--namespace", "reassembly",
                KUBERNETES[0], KUBERNETES[1]));
        arguments.addAll(List.of(values));
        return cluster.run("helm", arguments.toArray(String[]::new));
    }

    /** The rendered objects, without the CRD, which Helm installs apart. */
    List<JsonNode> objects(String... values) {
        return parsed(template(values));
    }

    /** What {@code kubectl apply -k} would send, without the CRD. */
    List<JsonNode> kustomized(String folder) {
        return parsed(cluster.run("kubectl", "kustomize", HOME.resolve("manifests").resolve(folder).toString())).stream()
                .filter(object -> !object.path("kind").asText().equals("CustomResourceDefinition")).toList();
    }

    static JsonNode yaml(Path file) throws IOException {
        return YAML.readTree(file.toFile());
    }

    private static List<JsonNode> parsed(Output output) {
        try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(output.orThrow())) {
            return values.readAll().stream().filter(JsonNode::isObject).toList();
        } catch (IOException e) {
            throw new AssertionError("not YAML: " + output.text(), e);
        }
    }
}
