package dev.reassembly.model.onnx;

/** Where a tensor lies: a file beside the model, and bytes {@code offset} to {@code offset + length} of it. */
record ExternalPlace(String file, long offset, long length) {}
