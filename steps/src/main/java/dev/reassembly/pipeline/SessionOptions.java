package dev.reassembly.pipeline;

import java.nio.file.Path;

/**
 * How a session runs.
 *
 * @param store where step results are kept, {@code s3://bucket/prefix} or {@code file:///folder}; null for the spec's own storage
 * @param device {@code auto}, {@code cpu} or {@code cuda:N}
 * @param fresh compute every step anew, even when its result is stored
 * @param scratch folder for local copies; null for one of the system's
 */
public record SessionOptions(String store, String device, boolean fresh, Path scratch) {}
