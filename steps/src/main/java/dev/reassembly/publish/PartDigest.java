package dev.reassembly.publish;

import dev.reassembly.model.graph.Graph;
import dev.reassembly.store.Digests;
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
     * @return the lines
     */
    static Map<String, String> tensors(Graph graph, String prefix) {
        Map<String, String> digests = new TreeMap<>();
        graph.initializers().forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                digests.put(name.substring(prefix.length()), Digests.sha256(tensor.data()));
            }
        });
        return digests;
    }

    static String of(Map<String, String> tensors) {
        StringBuilder lines = new StringBuilder();
        tensors.forEach((name, digest) -> lines.append(name).append(' ').append(digest).append('\n'));
        return Digests.sha256(lines.toString());
    }
}
