package dev.reassembly.operator.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/** A Workflow's nodes. Argo compresses them when an object grows towards the API server's limit. */
final class Nodes {
    /** More than any object of the API server unpacks to; a bound against hostile input. */
    private static final int MOST_BYTES = 64 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private Nodes() {}

    static JsonNode of(JsonNode status) {
        String compressed = status.path("compressedNodes").asText();
        if (compressed.isEmpty()) {
            return status.path("nodes");
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(compressed)))) {
            return JSON.readTree(in.readNBytes(MOST_BYTES));
        } catch (IOException | IllegalArgumentException e) {
            return MissingNode.getInstance();
        }
    }
}
