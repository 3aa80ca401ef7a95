package dev.reassembly.store;

/** What a store says about an object without reading it. {@code etag} changes whenever the content does. */
public record ObjectInfo(String key, long bytes, String etag) {}
