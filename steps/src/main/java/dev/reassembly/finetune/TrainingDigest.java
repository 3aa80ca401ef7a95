package dev.reassembly.finetune;

import dev.reassembly.model.graph.Graph;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over what determines a training, by which a checkpoint is recognised. */
final class TrainingDigest {
    private final MessageDigest digest;

    private TrainingDigest() {
        digest = sha256();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param settings compared by their text */
    static String of(Graph graph, Object... settings) {
        TrainingDigest all = new TrainingDigest();
        for (Object setting : settings) {
            all.add(String.valueOf(setting));
        }
        graph.nodes().forEach(node -> all.add(node.operator() + node.inputs() + node.outputs()));
        graph.initializers().forEach((name, tensor) -> {
            all.add(name + tensor.type() + tensor.shape());
            all.digest.update(tensor.data());
        });
        return HexFormat.of().formatHex(all.digest.digest());
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(0, bytes.length));
        digest.update(bytes);
    }
}
