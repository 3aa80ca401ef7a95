package dev.reassembly.operator.child;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/**
 * The name that the Workflow and the ConfigMap of one attempt share. It follows from the resource alone, so two operators, or
 * one that was restarted, can only ever make the same objects.
 *
 * @param prefix the resource's name, shortened so that the whole fits a label (63 characters)
 * @param attempt eight hexadecimal digits of SHA-256(uid + "/" + value of the retry annotation)
 */
public record ChildName(String prefix, String attempt) {
    /** Any new value asks for a new attempt of a failed run. */
    public static final String RETRY = "reassembly.dev/retry";

    private static final int LONGEST_PREFIX = 63 - 9;

    /** The name of the attempt that the resource's retry annotation asks for. */
    public static ChildName wanted(ModelReassembly resource) {
        return of(resource.getMetadata().getName(), resource.getMetadata().getUid(), retry(resource));
    }

    /** What the resource's retry annotation says; empty when it has none, which asks for the first attempt. */
    public static String retry(ModelReassembly resource) {
        Map<String, String> annotations = resource.getMetadata().getAnnotations();
        return annotations == null ? "" : Objects.requireNonNullElse(annotations.get(RETRY), "");
    }

    static ChildName of(String name, String uid, String retry) {
        String shortened = name.length() <= LONGEST_PREFIX ? name : name.substring(0, LONGEST_PREFIX);
        return new ChildName(shortened.replaceAll("[-.]+$", ""), sha256(uid + "/" + retry).substring(0, 8));
    }

    @Override
    public String toString() {
        return prefix + "-" + attempt;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
