package dev.reassembly.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A real API server accepts the committed definition, and does with objects what the definition says. */
@OnCluster
class CrdIT {
    private static String valid;
    private static TestNamespace namespace;
    private static CommittedCrd crd;

    @BeforeAll
    static void install(TestCluster cluster) throws IOException {
        valid = Files.readString(Path.of(System.getProperty("home", "."), "operator/api/src/test/resources/text.yaml"));
        namespace = TestNamespace.create(cluster.client());
        crd = CommittedCrd.install(cluster.client(), namespace);
    }

    @AfterAll
    static void remove() {
        namespace.close();
    }

    @Test
    void fillsInDefaultsAtEveryDepth() {
        JsonNode spec = crd.accepted(CommittedCrd.parse(valid)).get("spec");
        assertThat(spec.at("/partition/blocks").asInt()).isEqualTo(4);
        assertThat(spec.at("/fineTuning/mode").asText()).isEqualTo("Full");
        assertThat(spec.at("/fineTuning/learningRate").asDouble()).isEqualTo(5e-5);
        assertThat(spec.at("/zoo/0/preprocessing/text/maxLength").asInt()).isEqualTo(128);
        assertThat(spec.at("/zoo/1/preprocessing/text/maxLength").asInt()).isEqualTo(64);
        assertThat(spec.at("/task/dataset/test").asDouble()).isEqualTo(0.2);
        assertThat(spec.at("/suspend").asBoolean(true)).isFalse();
        assertThat(spec.has("activeDeadlineSeconds")).isFalse();
    }

    /** The same bad specs as in operator/api, where the rules are run without a server: both must refuse. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name: b | name: a | spec.zoo: | every network of the zoo needs a name of its own
            {parameters: 28M} | {} | spec.budget: | at least one of parameters, flops, latency and memory must be set
            {parameters: 28M} | {params: 28M} | strict decoding error | unknown field "spec.budget.params"
            format: JSONL | format: IDX | spec.task.dataset.format: | a TextClassification task reads JSONL or CSV
            kind: TextClassification | kind: ImageClassification | spec.zoo: | an ImageClassification task needs preprocessing.image
            {text: {tokenizer: s3://zoo/a.json}} | {image: {height: 32, width: 32}} | spec.zoo: | a TextClassification task needs preprocessing.text
            {text: {tokenizer: s3://zoo/a.json}} | {} | spec.zoo[0].preprocessing: | exactly one of image and text must be set
            {name: sentiment} | {name: Sentiment} | metadata.name: | a lowercase RFC 1123 subdomain
            output: | pods: {resources: {train: {gpus: 1}}}§  output: | spec.pods.resources: | the steps are inspect, probe
            """)
    void refusesWithTheFieldAndTheRulesSentence(String from, String to, String field, String sentence) {
        assertThat(valid).contains(from);
        assertThat(crd.refusal(CommittedCrd.parse(valid.replace(from, to.replace('§', '\n'))))).contains(field).contains(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sentiment.yaml", "vision.yaml"})
    void acceptsTheExamples(String file) throws IOException {
        Path example = Path.of(System.getProperty("home", "."), "manifests", "examples", file);
        assertThat(crd.refusal(CommittedCrd.parse(Files.readString(example)))).isEmpty();
    }

    @Test
    void kubectlShowsTheColumnsUnderTheShortName(TestCluster cluster, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("mr.yaml"), valid);
        cluster.run("kubectl", "apply", "-n", namespace.name(), "-f", file.toString()).orThrow();
        cluster.run("kubectl", "patch", "mr/sentiment", "-n", namespace.name(), "--subresource=status", "--type=merge", "-p", """
                {"status": {"stage": "Publish", "progress": "9/9", "best": {"metric": 0.875},
                 "conditions": [{"type": "Succeeded", "status": "True", "reason": "Published", "message": "done"}]}}""").orThrow();
        String table = cluster.run("kubectl", "get", "mr", "-n", namespace.name()).orThrow();
        assertThat(table.lines().map(line -> line.strip().replaceAll("\\s+", " ")).toList()).first()
                .isEqualTo("NAME SUCCEEDED STAGE PROGRESS METRIC LEAD KIND AGE");
        assertThat(table).containsPattern("sentiment +True +Publish +9/9 +0\\.875 +\\d+s");
    }
}
