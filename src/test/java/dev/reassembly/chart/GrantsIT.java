package dev.reassembly.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reassembly.cluster.OnCluster;
import dev.reassembly.cluster.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Every right that the chart grants, line by line, beside the one list of them that a person has agreed to. */
@OnCluster
class GrantsIT {
    private static final Path AGREED = Helm.HOME.resolve("src/test/golden/grants.txt");
    private final Helm helm;

    GrantsIT(TestCluster cluster) {
        helm = new Helm(cluster);
    }

    @Test
    void areThoseAgreedTo() throws IOException {
        String granted = section("namespaced") + section("two namespaces, two replicas", "--set", "replicas=2,watch.namespaces={a,b}")
                + section("cluster-wide", "--set", "watch.scope=Cluster");
        assertThat(granted).isEqualTo(Files.readString(AGREED));
    }

    private String section(String title, String... values) {
        List<JsonNode> objects = helm.objects(values);
        List<String> lines = new ArrayList<>();
        for (JsonNode binding : objects) {
            if (binding.path("kind").asText().endsWith("RoleBinding")) {
                for (JsonNode rule : role(objects, binding).path("rules")) {
                    lines.add("%s in %s: %s %s%s".formatted(words(binding.path("subjects"), "name"), place(binding), joined(rule.path("verbs")),
                            joined(rule.path("resources")), rule.has("resourceNames") ? " named " + joined(rule.path("resourceNames")) : ""));
                }
            }
        }
        return title + "\n" + lines.stream().sorted().map(line -> "  " + line + "\n").collect(Collectors.joining());
    }

    private static JsonNode role(List<JsonNode> objects, JsonNode binding) {
        return objects.stream().filter(object -> object.path("kind").equals(binding.at("/roleRef/kind"))
                && object.at("/metadata/name").equals(binding.at("/roleRef/name")) && place(object).equals(place(binding)))
                .findFirst().orElseThrow(() -> new AssertionError("binding to a role that is not there: " + binding));
    }

    private static String place(JsonNode object) {
        JsonNode namespace = object.at("/metadata/namespace");
        return namespace.isMissingNode() ? "every namespace" : namespace.asText();
    }

    private static String words(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false).map(item -> item.path(field).asText()).collect(Collectors.joining(","));
    }

    private static String joined(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).collect(Collectors.joining(","));
    }
}
