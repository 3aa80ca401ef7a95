package dev.reassembly.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reassembly.cluster.OnCluster;
import dev.reassembly.cluster.TestCluster;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kustomize and Helm install the same objects: the chart is the source, the manifests are rendered from it. */
@OnCluster
class ManifestsIT {
    private final Helm helm;

    ManifestsIT(TestCluster cluster) {
        helm = new Helm(cluster);
    }

    @ParameterizedTest
    @CsvSource({"namespaced, Namespaced", "cluster-wide, Cluster"})
    void areWhatTheChartRenders(String folder, String scope) {
        assertThat(byName(helm.kustomized(folder))).as("stale: run manifests/generate.sh")
                .isEqualTo(byName(helm.objects("--set", "watch.scope=" + scope)));
    }

    private static Map<String, JsonNode> byName(List<JsonNode> objects) {
        Map<String, JsonNode> named = new TreeMap<>();
        for (JsonNode object : objects) {
            named.put(object.path("kind").asText() + " " + object.at("/metadata/namespace").asText() + "/" + object.at("/metadata/name").asText(), object);
        }
        assertThat(named).hasSameSizeAs(objects);
        return named;
    }
}
