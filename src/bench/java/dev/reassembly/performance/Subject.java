package dev.reassembly.performance;

import dev.reassembly.data.Batch;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.Example;
import dev.reassembly.data.HostTensor;
import dev.reassembly.data.InputRole;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.Split;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.ChainBuilder;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.NominalInput;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.onnx.OnnxReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;

/**
 * A network that is measured, and the examples it is run on. They are made up, the same as the peers', and ready for the network: neither side
 * reads or prepares data.
 *
 * @param size a picture's side in pixels, or a text's number of tokens
 */
record Subject(Graph graph, Chain chain, int size) {
    static final int CLASSES = 10;
    private static final long STEP = 7919;
    private static final long PERIOD = 1000;
    private static final long FIRST_TOKEN = 1000;

    /**
     * Uses as many threads as there are cores, as the peers do.
     *
     * @param kind {@code image} or {@code text}
     */
    static Subject read(Path file, String kind, int size) {
        System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(Runtime.getRuntime().availableProcessors()));
        NominalInput input = switch (kind) {
            case "image" -> new NominalInput.Image(3, size, size, Feature.Layout.NCHW);
            case "text" -> new NominalInput.Text(size);
            default -> throw new InvalidInputException("kind", "found " + kind + "; it must be image or text");
        };
        Graph graph = OnnxReader.read(file, file.toString());
        return new Subject(graph, ChainBuilder.build("subject", graph, input, null), size);
    }

    /** The i-th of a row of numbers between -1 and 1 that both sides can make. */
    static float number(long i) {
        return (float) (i * STEP % PERIOD / 500.0 - 1);
    }

    /** Pictures of such numbers, or texts of {@code size} tokens without padding; example i has class i modulo {@link #CLASSES}. */
    Batch batch(List<Example> examples) {
        int n = examples.size();
        Map<InputRole, HostTensor> inputs = new LinkedHashMap<>();
        if (chain.inputs().image() != null) {
            ByteBuffer pixels = ByteBuffer.allocateDirect(n * 3 * size * size * Float.BYTES).order(ByteOrder.nativeOrder());
            IntStream.range(0, n * 3 * size * size).forEach(i -> pixels.putFloat(number(i)));
            inputs.put(InputRole.IMAGE, new HostTensor(HostTensor.Type.FLOAT, new long[] {n, 3, size, size}, pixels.flip()));
        } else {
            inputs.put(InputRole.IDS, longs(n, i -> FIRST_TOKEN + i * STEP % (20 * PERIOD)));
            inputs.put(InputRole.MASK, longs(n, i -> 1));
            inputs.put(InputRole.TYPES, longs(n, i -> 0));
        }
        return new Batch(inputs, IntStream.range(0, n).map(i -> i % CLASSES).toArray(), examples.stream().map(Example::id).toList());
    }

    private HostTensor longs(int n, LongUnaryOperator value) {
        ByteBuffer data = ByteBuffer.allocateDirect(n * size * Long.BYTES).order(ByteOrder.nativeOrder());
        IntStream.range(0, n * size).forEach(i -> data.putLong(value.applyAsLong(i)));
        return new HostTensor(HostTensor.Type.INT64, new long[] {n, size}, data.flip());
    }

    /** Makes each batch once for each number of examples. */
    Preprocessor preprocessor() {
        Map<Integer, Batch> made = new LinkedHashMap<>();
        return new Preprocessor() {
            @Override
            public synchronized Batch encode(List<Example> examples) {
                Batch batch = made.computeIfAbsent(examples.size(), n -> batch(examples));
                return new Batch(batch.inputs(), batch.labels(), examples.stream().map(Example::id).toList());
            }

            @Override
            public void close() {}
        };
    }

    /** So many examples in each split, without content. */
    Dataset dataset(int train, int validation) {
        return new EmptyExamples(IntStream.range(0, CLASSES).mapToObj(i -> "class" + i).toList(), Map.of(Split.TRAIN, train, Split.VALIDATION, validation),
                chain.inputs().image() == null ? new Example.Text("") : new Example.Image(1, 1, new byte[3]));
    }
}
