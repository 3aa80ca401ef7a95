package dev.reassembly.operator.observe;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reassembly.api.v1alpha1.RunSummary;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads what Argo wrote into a Workflow's status. A pure function; whatever is missing or strange is left out, never an error. */
public final class WorkflowReader {
    /** The run's parameter that the last step fills. */
    static final String SUMMARY = "summary";

    private static final ObjectMapper JSON = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private WorkflowReader() {}

    public static Run read(GenericKubernetesResource workflow) {
        JsonNode spec = JSON.valueToTree(workflow.getAdditionalProperties().get("spec"));
        JsonNode status = JSON.valueToTree(workflow.getAdditionalProperties().get("status"));
        Run.Phase phase = Run.Phase.of(text(status, "phase"));
        JsonNode nodes = Nodes.of(status);
        return new Run(workflow.getMetadata().getName(), phase, spec.path("suspend").asBoolean(), text(status, "progress"), stage(nodes),
                text(status, "message"), summary(status), failure(nodes));
    }

    /** Of several steps at work, the one that came last. */
    private static String stage(JsonNode nodes) {
        return pods(nodes, "Running", "Pending").max(Comparator.comparing(node -> node.path("startedAt").asText()))
                .map(WorkflowReader::step).orElse(null);
    }

    private static Optional<Run.Failure> failure(JsonNode nodes) {
        return pods(nodes, "Failed", "Error").min(Comparator.comparing(node -> node.path("finishedAt").asText()))
                .map(node -> new Run.Failure(step(node), exitCode(node.at("/outputs/exitCode")), sentence(node.path("message").asText())));
    }

    private static Stream<JsonNode> pods(JsonNode nodes, String... phases) {
        return StreamSupport.stream(nodes.spliterator(), false).filter(node -> node.path("type").asText().equals("Pod"))
                .filter(node -> Stream.of(phases).anyMatch(node.path("phase").asText()::equals));
    }

    private static String step(JsonNode node) {
        String template = node.path("templateName").asText();
        return template.isEmpty() ? node.path("displayName").asText() : template;
    }

    private static Integer exitCode(JsonNode code) {
        return code.asText().matches("\\d{1,3}") ? Integer.valueOf(code.asText()) : null;
    }

    /** Argo writes "Error (exit code 2): what the step said", also with the container's name in front. */
    private static String sentence(String message) {
        return message.isBlank() ? "it gave no reason" : message.replaceFirst("^(\\w[\\w-]*: )?Error \\(exit code \\d+\\)(: )?", "").strip();
    }

    private static Optional<RunSummary> summary(JsonNode status) {
        return StreamSupport.stream(status.at("/outputs/parameters").spliterator(), false)
                .filter(parameter -> parameter.path("name").asText().equals(SUMMARY)).map(parameter -> parameter.path("value").asText())
                .findFirst().flatMap(WorkflowReader::parse);
    }

    private static Optional<RunSummary> parse(String json) {
        try {
            return Optional.of(JSON.readValue(json, RunSummary.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String text(JsonNode node, String field) {
        String text = node.path(field).asText();
        return text.isEmpty() ? null : text;
    }
}
