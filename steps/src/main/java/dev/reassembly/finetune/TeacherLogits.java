package dev.reassembly.finetune;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * A teacher whose logits are kept in memory: n c floats for n examples and c classes.
 *
 * @param byExample by the example's identity
 */
public record TeacherLogits(Map<String, float[]> byExample) implements Teacher {
    public TeacherLogits {
        byExample = Map.copyOf(byExample);
    }

    /** The evaluated network, of the examples that it was evaluated on. */
    public static TeacherLogits of(Evaluation evaluation) {
        Map<String, float[]> logits = new HashMap<>();
        for (int i = 0; i < evaluation.logits().length; i++) {
            logits.put(evaluation.ids().get(i), evaluation.logits()[i]);
        }
        return new TeacherLogits(logits);
    }

    @Override
    public float[] logits(String id) {
        float[] logits = byExample.get(id);
        if (logits == null) {
            throw new IllegalArgumentException("the teacher has no logits for example " + id);
        }
        return logits;
    }

    /** SHA-256 over identities, in their order, and big-endian floats. */
    @Override
    public String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new TreeMap<>(byExample).forEach((id, logits) -> {
                byte[] name = id.getBytes(StandardCharsets.UTF_8);
                ByteBuffer entry = ByteBuffer.allocate(8 + name.length + 4 * logits.length).putInt(name.length).put(name).putInt(logits.length);
                for (float logit : logits) {
                    entry.putFloat(logit);
                }
                digest.update(entry.flip());
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
