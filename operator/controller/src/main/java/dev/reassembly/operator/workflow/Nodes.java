package dev.reassembly.operator.workflow;

import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1NodeStatus;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1WorkflowStatus;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The nodes of a workflow's status: every step is a node of type Retry, and its tries are the children of type Pod. */
final class Nodes {
    private static final Set<String> UNDERWAY = Set.of("Pending", "Running");
    private static final Set<String> FAILED = Set.of("Failed", "Error");
    private static final Comparator<IoArgoprojWorkflowV1alpha1NodeStatus> BY_END =
            Comparator.comparing(node -> Objects.requireNonNullElse(node.getFinishedAt(), OffsetDateTime.MAX));

    private final Map<String, IoArgoprojWorkflowV1alpha1NodeStatus> byId;

    private Nodes(Map<String, IoArgoprojWorkflowV1alpha1NodeStatus> byId) {
        this.byId = byId;
    }

    static Nodes of(IoArgoprojWorkflowV1alpha1WorkflowStatus status) {
        if (status.getNodes() != null && !status.getNodes().isEmpty()) {
            return new Nodes(status.getNodes());
        }
        String compressed = status.getCompressedNodes();
        return new Nodes(compressed == null || compressed.isEmpty() ? Map.of() : CompressedNodes.read(compressed));
    }

    /** The earliest step of those underway, or, when all rest between two steps, the latest that was begun: so it only moves forward. */
    Optional<Step> stage() {
        Optional<Step> underway = steps().filter(Nodes::underway)
                .map(Nodes::step).min(Comparator.naturalOrder());
        return underway.isPresent() ? underway : steps().map(Nodes::step).max(Comparator.naturalOrder());
    }

    /** The step that first failed for good, and what its last try said. */
    Optional<WorkflowObservation.Failure> failure() {
        return steps().filter(Nodes::failed).min(BY_END).map(step -> NodeFailure.of(step, lastTry(step)));
    }

    /** What keeps a pod from starting while no other one runs; what every start takes, such as the creation of containers, is no such reason. */
    Optional<WorkflowObservation.Wait> waiting() {
        return pod().filter(Nodes::isHeldBack).map(pod -> new WorkflowObservation.Wait(step(pod).command(), pod.getMessage()));
    }

    /** A pod that runs, or else one that is held back. */
    private Optional<IoArgoprojWorkflowV1alpha1NodeStatus> pod() {
        return byId.entrySet().stream().filter(node -> isPod(node.getValue()) && (isHeldBack(node.getValue()) || "Running".equals(node.getValue().getPhase())))
                .min(Comparator.comparing((Map.Entry<String, IoArgoprojWorkflowV1alpha1NodeStatus> node) -> isHeldBack(node.getValue()))
                        .thenComparing(Map.Entry::getKey)).map(Map.Entry::getValue);
    }

    /**
     * Those on which stage, failure and waiting depend: steps underway, the latest step, one pod, and whatever failed. However many pods a run has had,
     * these are few.
     */
    Map<String, IoArgoprojWorkflowV1alpha1NodeStatus> telling() {
        Optional<IoArgoprojWorkflowV1alpha1NodeStatus> latest = steps().max(Comparator.comparing(Nodes::step));
        Optional<IoArgoprojWorkflowV1alpha1NodeStatus> pod = pod();
        Map<String, IoArgoprojWorkflowV1alpha1NodeStatus> telling = new LinkedHashMap<>();
        byId.forEach((id, node) -> {
            if (failed(node) || isStep(node) && underway(node) || latest.filter(last -> last == node).isPresent()
                    || pod.filter(one -> one == node).isPresent()) {
                telling.put(id, node);
            }
        });
        return telling;
    }

    private Stream<IoArgoprojWorkflowV1alpha1NodeStatus> steps() {
        return byId.values().stream().filter(Nodes::isStep);
    }

    private IoArgoprojWorkflowV1alpha1NodeStatus lastTry(IoArgoprojWorkflowV1alpha1NodeStatus step) {
        return Objects.requireNonNullElse(step.getChildren(), List.<String>of()).stream().map(byId::get)
                .filter(node -> node != null && isPod(node) && failed(node)).max(BY_END).orElse(step);
    }

    private static boolean isStep(IoArgoprojWorkflowV1alpha1NodeStatus node) {
        return "Retry".equals(node.getType()) && step(node) != null;
    }

    private static boolean isPod(IoArgoprojWorkflowV1alpha1NodeStatus node) {
        return "Pod".equals(node.getType()) && step(node) != null;
    }

    /** Argo writes what a pod waits for as "reason: message"; a reason alone, such as PodInitializing, is part of every start. */
    private static boolean isHeldBack(IoArgoprojWorkflowV1alpha1NodeStatus node) {
        return "Pending".equals(node.getPhase()) && node.getMessage() != null && node.getMessage().contains(": ");
    }

    private static boolean underway(IoArgoprojWorkflowV1alpha1NodeStatus node) {
        return UNDERWAY.contains(Objects.requireNonNullElse(node.getPhase(), ""));
    }

    private static boolean failed(IoArgoprojWorkflowV1alpha1NodeStatus node) {
        return FAILED.contains(Objects.requireNonNullElse(node.getPhase(), ""));
    }

    private static Step step(IoArgoprojWorkflowV1alpha1NodeStatus node) {
        return Step.ofTemplate(Objects.requireNonNullElse(node.getTemplateName(), "")).orElse(null);
    }
}
