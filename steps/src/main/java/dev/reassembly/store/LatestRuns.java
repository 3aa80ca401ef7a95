package dev.reassembly.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers for every step and subject which result was computed last, in one small object each; that is all it takes to
 * say why a result cannot be used again.
 */
record LatestRuns(ObjectStore store, String prefix) {

    void remember(StepKey key) throws IOException {
        store.put(pointer(key), CanonicalJson.of(Map.of("hash", key.hash())).getBytes(StandardCharsets.UTF_8));
    }

    /** The last run's key, or empty when there is none or it can no longer be read. */
    Optional<StepManifest> before(StepKey key) throws IOException {
        String hash;
        try (InputStream in = store.open(pointer(key))) {
            JsonNode pointer = CanonicalJson.MAPPER.readTree(in);
            hash = pointer.path("hash").asText();
        } catch (NoSuchFileException | JsonProcessingException e) {
            return Optional.empty();
        }
        if (!hash.matches("[0-9a-f]{64}") || hash.equals(key.hash())) {
            return Optional.empty();
        }
        try {
            return new StepFolder(store, prefix, key.step(), hash).manifest();
        } catch (CorruptResultException e) {
            return Optional.empty();
        }
    }

    private String pointer(StepKey key) {
        String subject = key.subject() == null || key.subject().isEmpty() ? "all" : key.subject();
        String name = subject.replaceAll("[^A-Za-z0-9_-]", "_");
        String unique = name.equals(subject) ? name : name + "-" + Digests.sha256(subject).substring(0, 8);
        return Keys.join(prefix, "latest/" + key.step() + "/" + unique + ".json");
    }
}
