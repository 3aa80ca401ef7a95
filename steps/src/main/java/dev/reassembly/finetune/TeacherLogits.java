package dev.reassembly.finetune;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
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

    /**
     * What networks that were evaluated on the same examples think together.
     *
     * @param voices one network's logits count as they are; of several the logarithm of the mean probability
     */
    public static TeacherLogits of(List<Evaluation> voices) {
        Evaluation first = voices.get(0);
        Map<String, float[]> logits = new HashMap<>();
        for (int i = 0; i < first.labels().length; i++) {
            logits.put(first.ids().get(i), voices.size() == 1 ? first.logits()[i] : logOfMean(voices, i));
        }
        return new TeacherLogits(logits);
    }

    private static float[] logOfMean(List<Evaluation> voices, int example) {
        double[] sum = new double[voices.get(0).logits()[example].length];
        for (Evaluation voice : voices) {
            double[] log = LogSoftmax.of(voice.logits()[example], 1);
            for (int k = 0; k < sum.length; k++) {
                sum[k] += Math.exp(log[k]) / voices.size();
            }
        }
        float[] log = new float[sum.length];
        for (int k = 0; k < log.length; k++) {
            log[k] = (float) Math.log(Math.max(sum[k], Float.MIN_NORMAL));
        }
        return log;
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
        MessageDigest digest = TrainingDigest.sha256();
        new TreeMap<>(byExample).forEach((id, logits) -> {
            byte[] name = id.getBytes(StandardCharsets.UTF_8);
            ByteBuffer entry = ByteBuffer.allocate(8 + name.length + 4 * logits.length).putInt(name.length).put(name).putInt(logits.length);
            for (float logit : logits) {
                entry.putFloat(logit);
            }
            digest.update(entry.flip());
        });
        return HexFormat.of().formatHex(digest.digest());
    }
}
