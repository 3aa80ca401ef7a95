package dev.reassembly.cluster.run;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What the main container of one pod has printed so far. */
final class PodLog {
    private final Pod pod;
    private final StringBuffer text = new StringBuffer();
    final CompletableFuture<Void> end = new CompletableFuture<>();

    PodLog(Pod pod) {
        this.pod = pod;
    }

    void add(String line) {
        text.append(line).append('\n');
    }

    String pod() {
        return pod.getMetadata().getName();
    }

    /** The pod as it was when its container began. */
    Pod object() {
        return pod;
    }

    /** The ModelReassembly whose step it is; the Helm release for an operator. */
    String instance() {
        return label("app.kubernetes.io/instance");
    }

    /** The step's command, for example {@code probe}; empty for an operator. */
    String step() {
        return label("app.kubernetes.io/component");
    }

    /** Name of the Workflow. */
    String workflow() {
        return label("workflows.argoproj.io/workflow");
    }

    String text() {
        return text.toString();
    }

    private String label(String name) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(name, "");
    }
}
