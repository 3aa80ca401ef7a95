package dev.reassembly.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/**
 * Remembers what large remote files hold, so that their digests are known without reading them again: one small object an
 * address in {@code <prefix>/contents/}. A record counts while size and entity tag of each of its files are unchanged, which
 * one HEAD request a file tells.
 */
public final class ContentRecords {
    private final ObjectStore store;
    private final String prefix;
    private final Storage storage;

    /**
     * @param store where the records are kept, below {@code prefix}
     * @param storage reaches the files themselves
     */
    public ContentRecords(ObjectStore store, String prefix, Storage storage) {
        this.store = store;
        this.prefix = prefix;
        this.storage = storage;
    }

    /** One file as it was when it was read. */
    public record Content(String uri, long bytes, String etag, String sha256) {}

    private record Contents(List<Content> files) {}

    /** The digests of the file at this address and of those that were recorded with it, if none has changed since. */
    public Optional<List<String>> find(String uri) throws IOException {
        Contents known;
        try (InputStream in = store.open(key(uri))) {
            known = StepFolder.WRITER.readValue(in, Contents.class);
        } catch (NoSuchFileException | JsonProcessingException e) {
            return Optional.empty();
        }
        if (known.files() == null || known.files().isEmpty() || !known.files().get(0).uri().equals(uri)) {
            return Optional.empty();
        }
        for (Content file : known.files()) {
            Optional<ObjectInfo> now = storage.stat(file.uri());
            if (now.isEmpty() || now.get().bytes() != file.bytes() || !now.get().etag().equals(file.etag())) {
                return Optional.empty();
            }
        }
        return Optional.of(known.files().stream().map(Content::sha256).toList());
    }

    /** @param files the one at the address of the record first; without tags nothing is recorded */
    public void remember(List<Content> files) throws IOException {
        if (files.stream().noneMatch(file -> file.etag().isEmpty())) {
            store.put(key(files.get(0).uri()), StepFolder.WRITER.writeValueAsBytes(new Contents(files)));
        }
    }

    private String key(String uri) {
        return Keys.join(prefix, "contents/" + Digests.sha256(uri) + ".json");
    }
}
