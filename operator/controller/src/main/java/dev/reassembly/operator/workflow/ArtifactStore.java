package dev.reassembly.operator.workflow;

import dev.reassembly.api.v1alpha1.Storage;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1ArtifactLocation;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1S3Artifact;
import io.fabric8.kubernetes.api.model.SecretKeySelector;

/**
 * Argo's artifacts in the run's own storage. Argo fails a pod that leaves artifacts where no artifact repository is set up, or one whose Secret is
 * not in the namespace; the storage is known to work.
 */
final class ArtifactStore {
    /** Below the storage's prefix; no two pods share a folder. */
    private static final String KEY = "artifacts/{{workflow.namespace}}/{{workflow.name}}/{{pod.name}}";

    private ArtifactStore() {}

    /** @param storage complete, as an accepted resource has it */
    static IoArgoprojWorkflowV1alpha1ArtifactLocation in(Storage storage) {
        return new IoArgoprojWorkflowV1alpha1ArtifactLocation().s3(new IoArgoprojWorkflowV1alpha1S3Artifact()
                .endpoint(storage.endpoint().replaceFirst("^https?://", "").replaceFirst("/$", ""))
                .insecure(storage.endpoint().startsWith("http://"))
                .region(storage.region())
                .bucket(storage.bucket())
                .key(folder(storage.prefix()) + KEY)
                .accessKeySecret(new SecretKeySelector(StepContainers.ACCESS_KEY, storage.secretName(), null))
                .secretKeySecret(new SecretKeySelector(StepContainers.SECRET_KEY, storage.secretName(), null)));
    }

    private static String folder(String prefix) {
        return prefix == null || prefix.isEmpty() ? "" : prefix.replaceFirst("/*$", "/");
    }
}
