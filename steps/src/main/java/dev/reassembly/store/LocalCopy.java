package dev.reassembly.store;

import java.nio.file.Path;

/**
 * A file that can be read here: the copy of a remote object, or a local file in place.
 *
 * @param etag of the object when it was read
 */
public record LocalCopy(Path path, long bytes, String etag, String sha256) {}
