package dev.reassembly.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Objects under one root (an S3 bucket, or a local folder), addressed by keys with {@code /} between their parts.
 *
 * <p>A put is atomic: readers see the whole object or none. All methods throw {@link IOException} for what a retry may
 * mend and {@link dev.reassembly.failure.InvalidInputException} for what it cannot (no such bucket, refused credentials).
 */
public interface ObjectStore extends AutoCloseable {
    /** Size and entity tag, or empty when there is no such object. */
    Optional<ObjectInfo> stat(String key) throws IOException;

    /** A stream over the whole object; fails when it does not exist. */
    InputStream open(String key) throws IOException;

    /** A stream over {@code length} bytes from {@code offset}. */
    InputStream open(String key, long offset, long length) throws IOException;

    void put(String key, byte[] content) throws IOException;

    /** @return false, with nothing written, when there is such an object already */
    boolean putIfAbsent(String key, byte[] content) throws IOException;

    /** Uploads a file, in parts when it is large. */
    void put(String key, Path file) throws IOException;

    /** All objects whose keys start with the prefix, in key order. */
    List<ObjectInfo> list(String prefix) throws IOException;

    void delete(String key) throws IOException;

    /** The address a user would give for this key, {@code s3://bucket/key} or {@code file:///folder/key}. */
    String uri(String key);

    @Override
    void close();
}
