package dev.reassembly.model.onnx;

import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes graphs as ONNX files of opset {@link Graph#OPSET} and IR version 10. Equal graphs give equal bytes. Weights go from
 * their buffers to the file in pieces, so writing needs no memory in proportion to them.
 */
public final class OnnxWriter {
    /** Protobuf messages end at 2 GiB; the rest is left for nodes and names. */
    private static final long INLINE_LIMIT = (long) (1.9 * (1L << 30));
    /** Shapes, axes and scalars stay in the model file, where every tool can see them. */
    private static final int SMALL = 1024;
    /** So that readers can map each tensor by itself. */
    private static final long ALIGNMENT = 4096;

    private OnnxWriter() {}

    /**
     * Writes a model, with weights beyond 1.9 GiB in {@code <file>.data} beside it. Files appear under their names only when
     * they are complete; older ones are replaced, the model last.
     *
     * @param metadata the model's metadata properties
     * @return the files written, the model first
     */
    public static List<Path> write(Graph graph, Path file, Map<String, String> metadata) throws IOException {
        return write(graph, file, metadata, INLINE_LIMIT);
    }

    static List<Path> write(Graph graph, Path file, Map<String, String> metadata, long inlineLimit) throws IOException {
        Path folder = file.toAbsolutePath().normalize().getParent();
        String name = file.getFileName().toString();
        boolean inline = bytes(graph) <= inlineLimit;
        String dataName = name + ".data";
        Map<String, ExternalPlace> places = inline ? Map.of() : places(graph, dataName);
        // Not createTempFile: that makes files which only their owner may read.
        String suffix = "." + UUID.randomUUID() + ".part";
        Path model = folder.resolve("." + name + suffix);
        Path data = folder.resolve("." + dataName + suffix);
        try {
            if (!inline) {
                writeData(graph, places, data);
            }
            try (OutputStream out = Files.newOutputStream(model, StandardOpenOption.CREATE_NEW);
                    BufferedOutputStream buffered = new BufferedOutputStream(out, 1 << 16)) {
                ModelEncoder.encode(graph, metadata, places).writeTo(buffered);
            }
            if (!inline) {
                publish(data, folder.resolve(dataName));
            }
            publish(model, file);
        } finally {
            Files.deleteIfExists(model);
            Files.deleteIfExists(data);
        }
        return inline ? List.of(file) : List.of(file, file.resolveSibling(dataName));
    }

    /**
     * A whole model as bytes, without metadata.
     *
     * @throws IllegalArgumentException when the weights are too large for one array
     */
    public static byte[] toBytes(Graph graph) {
        if (bytes(graph) > INLINE_LIMIT) {
            throw new IllegalArgumentException("the graph has " + bytes(graph) + " bytes of weights, too many for one array");
        }
        return ModelEncoder.encode(graph, Map.of(), Map.of()).toByteArray();
    }

    private static long bytes(Graph graph) {
        return graph.initializers().values().stream().mapToLong(t -> t.data().remaining()).sum();
    }

    private static Map<String, ExternalPlace> places(Graph graph, String dataName) {
        Map<String, ExternalPlace> places = new LinkedHashMap<>();
        long end = 0;
        for (Map.Entry<String, Tensor> entry : ModelEncoder.ordered(graph).entrySet()) {
            long length = entry.getValue().data().remaining();
            if (length > SMALL) {
                long offset = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
                places.put(entry.getKey(), new ExternalPlace(dataName, offset, length));
                end = offset + length;
            }
        }
        return places;
    }

    private static void writeData(Graph graph, Map<String, ExternalPlace> places, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (Map.Entry<String, ExternalPlace> entry : places.entrySet()) {
                ByteBuffer data = graph.initializers().get(entry.getKey()).data();
                long position = entry.getValue().offset();
                while (data.hasRemaining()) {
                    position += channel.write(data, position);
                }
            }
        }
    }

    private static void publish(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
