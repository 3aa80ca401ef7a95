package dev.reassembly.operator.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.api.v1alpha1.Storage;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1S3Artifact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Argo wants a host without a scheme, and a key below the prefix that the steps use. */
class ArtifactStoreTest {
    @ParameterizedTest
    @CsvSource({
        "http://minio.argo:9000,   minio.argo:9000, true",
        "https://s3.example/,      s3.example,      false",
        "https://http.example:443, http.example:443, false",
    })
    void endpoints(String endpoint, String host, boolean insecure) {
        IoArgoprojWorkflowV1alpha1S3Artifact s3 = in(new Storage(endpoint, "bucket", null, "eu", "keys"));
        assertThat(s3.getEndpoint()).isEqualTo(host);
        assertThat(s3.getInsecure()).isEqualTo(insecure);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {"none, ''", "'', ''", "runs, runs/", "runs/, runs/", "a/b//, a/b/"})
    void keysAreBelowThePrefix(String prefix, String folder) {
        IoArgoprojWorkflowV1alpha1S3Artifact s3 = in(new Storage("http://minio", "bucket", prefix, null, "keys"));
        assertThat(s3.getKey()).isEqualTo(folder + "artifacts/{{workflow.namespace}}/{{workflow.name}}/{{pod.name}}");
        assertThat(s3.getBucket()).isEqualTo("bucket");
    }

    /** By name alone; Argo's containers look them up where the run is. */
    @Test
    void credentialsAreTheSecrets() {
        IoArgoprojWorkflowV1alpha1S3Artifact s3 = in(new Storage("http://minio", "bucket", null, null, "keys"));
        assertThat(s3.getAccessKeySecret().getName()).isEqualTo("keys");
        assertThat(s3.getAccessKeySecret().getKey()).isEqualTo("accessKey");
        assertThat(s3.getSecretKeySecret().getName()).isEqualTo("keys");
        assertThat(s3.getSecretKeySecret().getKey()).isEqualTo("secretKey");
    }

    private static IoArgoprojWorkflowV1alpha1S3Artifact in(Storage storage) {
        return ArtifactStore.in(storage).getS3();
    }
}
