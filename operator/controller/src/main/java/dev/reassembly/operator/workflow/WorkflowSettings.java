package dev.reassembly.operator.workflow;

import dev.reassembly.api.v1alpha1.PodResources;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What whoever installs the operator decides about workflows.
 *
 * @param image image of the steps where a ModelReassembly names none
 * @param pullPolicy Always, IfNotPresent or Never
 * @param serviceAccount account of the pods. Only Argo's own containers hold its token, which Argo takes from the Secret
 *     {@code <account>.service-account-token}
 * @param artifacts where Argo puts report and figures; the run's own storage when absent
 * @param resources defaults by step, or for all of them by the key {@code all}
 * @param scratchLimit most disk space of one pod's scratch folder, as a Kubernetes quantity
 * @param parallelism most pods of one workflow at a time
 * @param secondsAfterSuccess how long a finished workflow stays
 * @param secondsAfterFailure how long a failed workflow stays, with the logs of its failed pods
 * @param retries how often a step that failed is tried again
 */
public record WorkflowSettings(String image, String pullPolicy, String serviceAccount, Optional<ArtifactRepository> artifacts,
        Map<String, PodResources> resources, Optional<String> scratchLimit, OptionalInt parallelism, int secondsAfterSuccess,
        int secondsAfterFailure, int retries) {

    /** A ConfigMap with Argo's description of an artifact repository, and the key in it. */
    public record ArtifactRepository(String configMap, String key) {}

    public WorkflowSettings {
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(pullPolicy, "pullPolicy");
        Objects.requireNonNull(serviceAccount, "serviceAccount");
        resources = Map.copyOf(resources);
        if (secondsAfterSuccess < 0 || secondsAfterFailure < 0 || retries < 0) {
            throw new IllegalArgumentException("times to live and retries cannot be negative");
        }
    }
}
