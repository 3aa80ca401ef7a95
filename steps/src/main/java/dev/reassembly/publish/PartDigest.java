package dev.reassembly.publish;

import dev.reassembly.model.graph.Graph;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Identifies the weights of a part of a network, so that it can be checked against a source by anyone: the SHA-256 of the
 * lines {@code <name> <SHA-256 of the tensor's raw little-endian bytes>}, each ended by a line feed, in the order of names.
 */
final class PartDigest {
    private PartDigest() {}

    /**
     * @param prefix of the part's tensors, {@code b0/}; what follows is their name in the source
     * @return the digest of each tensor by that name
     */
    static Map<String, String> tensors(Graph graph, String prefix) {
        Map<String, String> digests = new TreeMap<>();
        graph.initializers().forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                digests.put(name.substring(prefix.length()), sha256(tensor.data()));
            }
        });
        return digests;
    }

    static String of(Map<String, String> tensors) {
        StringBuilder lines = new StringBuilder();
        tensors.forEach((name, digest) -> lines.append(name).append(' ').append(digest).append('\n'));
        return sha256(ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String sha256(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
