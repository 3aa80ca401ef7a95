package dev.reassembly.cluster;

import io.minio.MinioClient;
import java.util.Map;

/**
 * The cluster's object store.
 *
 * @param endpoint its address for pods
 * @param localEndpoint its address for the tests, the same unless pods have a network of their own
 */
public record ObjectStore(String endpoint, String localEndpoint, String region, String accessKey, String secretKey) {
    static ObjectStore of(Map<String, String> settings) {
        String endpoint = required(settings, "E2E_S3_ENDPOINT");
        return new ObjectStore(endpoint, settings.getOrDefault("E2E_S3_LOCAL_ENDPOINT", endpoint),
                settings.getOrDefault("E2E_S3_REGION", "us-east-1"),
                required(settings, "E2E_S3_ACCESS_KEY"), required(settings, "E2E_S3_SECRET_KEY"));
    }

    public MinioClient client() {
        return MinioClient.builder().endpoint(localEndpoint).region(region).credentials(accessKey, secretKey).build();
    }

    private static String required(Map<String, String> settings, String name) {
        String value = settings.get(name);
        if (value == null) {
            throw new IllegalStateException("Tests on the cluster of KUBECONFIG need " + name + ", see docs/testing.md; leave KUBECONFIG "
                    + "unset to start a cluster here, or leave the cluster tests out with -DskipE2E.");
        }
        return value;
    }
}
