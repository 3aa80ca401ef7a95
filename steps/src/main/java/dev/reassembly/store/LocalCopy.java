package dev.reassembly.store;

import java.nio.file.Path;

/** A file that can be read here: the copy of a remote object, or a local file in place. */
public record LocalCopy(Path path, long bytes, String sha256) {}
