package dev.reassembly.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The objects of one step's result: outputs, manifest and checkpoints below {@code <prefix>/steps/<step>/<hash>/}. */
record StepFolder(ObjectStore store, String prefix, String step, String hash) {
    static final String MANIFEST = "manifest.json";
    static final String CHECKPOINTS = "checkpoints/";
    /** For people to read, and the same bytes for the same value. */
    static final JsonMapper WRITER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    String key(String name) {
        return Keys.join(prefix, "steps/" + step + "/" + hash + "/" + name);
    }

    String uri(String name) {
        return store.uri(key(name));
    }

    Optional<StepManifest> manifest() throws IOException {
        try (InputStream in = store.open(key(MANIFEST))) {
            return Optional.of(CanonicalJson.MAPPER.readValue(in, StepManifest.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new CorruptResultException(uri(MANIFEST) + " is no manifest of a step");
        }
    }

    /** Sizes by name of everything that lies in the folder. */
    Map<String, Long> contents() throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        String start = key("");
        for (ObjectInfo object : store.list(start)) {
            sizes.put(object.key().substring(start.length()), object.bytes());
        }
        return sizes;
    }

    List<String> checkpoints() throws IOException {
        List<String> names = new ArrayList<>();
        for (ObjectInfo object : store.list(key(CHECKPOINTS))) {
            names.add(object.key());
        }
        return names;
    }

    void deleteCheckpoints() throws IOException {
        for (String key : checkpoints()) {
            store.delete(key);
        }
    }

    void putManifest(StepManifest manifest) throws IOException {
        store.put(key(MANIFEST), WRITER.writeValueAsBytes(manifest));
    }
}
