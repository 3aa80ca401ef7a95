package dev.reassembly.publish;

/** Where a model of the zoo comes from; licence and origin are what the user stated, null where nothing was. */
public record Source(String uri, String sha256, String licence, String origin) {}
