package dev.reassembly.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reassembly.cluster.OnCluster;
import dev.reassembly.cluster.Output;
import dev.reassembly.cluster.TestCluster;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Helm renders of the chart, and what it refuses to. */
@OnCluster
class ChartIT {
    private final Helm helm;

    ChartIT(TestCluster cluster) {
        helm = new Helm(cluster);
    }

    @Test
    void lintsWithoutComplaint() {
        Output output = helm.lint();
        assertThat(output.status()).as(output.text()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"replicas=2", "watch.scope=Cluster", "watch.namespaces={a,b}", "serviceMonitor.enabled=true,dashboard.enabled=true",
        "storage.endpoint=http://minio:9000,storage.bucket=runs", "hostNetwork=true,port=18080", "imagePullSecrets={registry}"})
    void rendersObjectsThatSayWhoseTheyAre(String values) {
        for (JsonNode object : helm.objects("--set", values)) {
            assertThat(object.at("/metadata/name").asText()).as(object.toString()).isNotEmpty();
            assertThat(object.at("/metadata/labels/app.kubernetes.io~1instance").asText()).as(object.toString()).isEqualTo("reassembly");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--set|replica=2|replica", "--set|watch.scope=Everywhere|scope", "--set|replicas=0|replicas", "--set|port=80|port",
        "--set|storage.endpoint=minio:9000|endpoint", "--set|storage.secretkey=x|secretkey", "--set|image.pullPolicy=Sometimes|pullPolicy",
        "--set|watch.namespaces={Upper}|namespaces", "--set-string|hostNetwork=true|hostNetwork", "--set|steps.serviceAccount=|serviceAccount",
        "--set|steps.resources.train.cpu=1|train", "--set-string|steps.resources.all.memory=8GB|memory"})
    void refusesWrongValuesByName(String option, String value, String named) {
        Output output = helm.template(option, value);
        assertThat(output.status()).as(output.text()).isNotZero();
        assertThat(output.text()).contains(named);
    }

    @Test
    void theOperatorsPodMayDoLittle() {
        JsonNode pod = only("Deployment").at("/spec/template/spec");
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        JsonNode container = pod.at("/containers/0/securityContext");
        assertThat(container.at("/readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.at("/allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "replicas=1|QUARKUS_OPERATOR_SDK_NAMESPACES|JOSDK_WATCH_CURRENT",
        "watch.scope=Cluster|QUARKUS_OPERATOR_SDK_NAMESPACES|JOSDK_ALL_NAMESPACES",
        "watch.namespaces={a,b}|QUARKUS_OPERATOR_SDK_NAMESPACES|a,b",
        "port=18080|QUARKUS_HTTP_PORT|18080",
        "steps.image.tag=edge|REASSEMBLY_STEPS_IMAGE|ghcr.io/deep-model-reassembly/steps:edge",
        "steps.resources.finetune.memory=16Gi|REASSEMBLY_STEPS_RESOURCES_FINETUNE_MEMORY|16Gi",
        "steps.resources.finetune.cpu=1|REASSEMBLY_STEPS_RESOURCES_FINETUNE_CPU|1",
        "steps.resources.all.gpus=1|REASSEMBLY_STEPS_RESOURCES_ALL_GPUS|1",
        "steps.parallelism=4|REASSEMBLY_PARALLELISM|4",
        "storage.secretName=s3|REASSEMBLY_STORAGE_SECRET_NAME|s3",
        "replicas=2|REASSEMBLY_LEADER_ELECTION_ENABLED|true"})
    void valuesReachTheOperator(String values, String variable, String expected) {
        JsonNode environment = only("Deployment", "--set", values).at("/spec/template/spec/containers/0/env");
        assertThat(environment).filteredOn(entry -> entry.path("name").asText().equals(variable))
                .singleElement().satisfies(entry -> assertThat(entry.path("value").asText()).isEqualTo(expected));
    }

    @Test
    void oneReplicaNeedsNoLease() {
        assertThat(helm.objects().toString()).doesNotContain("leases", "LEADER_ELECTION");
    }

    @Test
    void theDashboardAsksForTheOperatorsGauges() throws IOException {
        String json = only("ConfigMap", "--set", "dashboard.enabled=true").at("/data/reassembly.json").asText();
        assertThat(new ObjectMapper().readTree(json).path("panels")).isNotEmpty()
                .allSatisfy(panel -> assertThat(panel.at("/targets/0/expr").asText()).contains("namespace=\"$namespace\""));
    }

    private JsonNode only(String kind, String... values) {
        List<JsonNode> found = helm.objects(values).stream().filter(object -> object.path("kind").asText().equals(kind)).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
