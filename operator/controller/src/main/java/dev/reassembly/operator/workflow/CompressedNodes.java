package dev.reassembly.operator.workflow;

import com.fasterxml.jackson.core.type.TypeReference;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1NodeStatus;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** How Argo writes the nodes of a workflow that would otherwise outgrow what etcd takes: JSON, gzip, base64. */
final class CompressedNodes {
    /** Far above what 1 MB of an object holds in nodes; a status is not trusted with the operator's memory. */
    private static final int MOST_BYTES = 64 << 20;
    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    private CompressedNodes() {}

    /** @return the nodes, none when they cannot be read */
    static Map<String, IoArgoprojWorkflowV1alpha1NodeStatus> read(String text) {
        try (InputStream json = new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
            byte[] bytes = json.readNBytes(MOST_BYTES);
            return JSON.unmarshal(new ByteArrayInputStream(bytes), new TypeReference<Map<String, IoArgoprojWorkflowV1alpha1NodeStatus>>() {});
        } catch (IOException | RuntimeException e) {
            return Map.of();
        }
    }
}
