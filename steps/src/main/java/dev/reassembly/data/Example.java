package dev.reassembly.data;

/** One labelled example; {@code id} is stable across runs and names it in errors. */
public record Example(String id, Content content, int label) {
    public sealed interface Content {}

    /** An 8-bit RGB picture, row-major height x width x 3. */
    public record Image(int width, int height, byte[] rgb) implements Content {}

    public record Text(String text) implements Content {}
}
