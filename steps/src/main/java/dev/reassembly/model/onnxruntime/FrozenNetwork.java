package dev.reassembly.model.onnxruntime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.reassembly.failure.StepFailedException;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import dev.reassembly.model.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph whose weights do not change, in ONNX Runtime on the CPU: for passes forward it is faster than an engine that interprets the graph, since it
 * folds normalisations into convolutions, joins operators and chooses layouts before it runs. What the graph is was checked when it was read; the
 * runtime gets it as this project writes it, with standard operators only. Memory: the weights once more, and what a run needs. Not thread safe.
 */
public final class FrozenNetwork implements AutoCloseable {
    private final OrtSession session;
    private final Map<String, ElementType> inputs = new HashMap<>();

    private FrozenNetwork(OrtSession session, Graph graph) {
        this.session = session;
        for (ValueInfo input : graph.inputs()) {
            inputs.put(input.name(), input.type());
        }
    }

    /**
     * @param graph of single precision; its outputs are all that is computed
     * @param threads how many threads one run uses
     * @throws RefusedGraphException when other precisions are in it, in which engines differ, or the runtime does not load it
     */
    public static FrozenNetwork open(Graph graph, int threads) throws RefusedGraphException {
        requireSinglePrecision(graph);
        try {
            Path folder = Files.createTempDirectory("frozen");
            List<Path> files = List.of();
            try {
                files = OnnxWriter.write(graph, folder.resolve("network.onnx"), Map.of());
                return new FrozenNetwork(OrtSessions.open(files.get(0), threads), graph);
            } finally {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
                Files.deleteIfExists(folder);
            }
        } catch (OrtException e) {
            throw new RefusedGraphException(e.getMessage(), e);
        } catch (IOException e) {
            throw new StepFailedException("writing a network for ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    private static void requireSinglePrecision(Graph graph) throws RefusedGraphException {
        Set<ElementType> types = EnumSet.noneOf(ElementType.class);
        graph.initializers().values().forEach(tensor -> types.add(tensor.type()));
        graph.inputs().forEach(input -> types.add(input.type()));
        for (ElementType type : types) {
            if (type.isFloating() && type != ElementType.FLOAT) {
                throw new RefusedGraphException("it holds tensors of type " + type, null);
            }
        }
    }

    /**
     * Runs the graph.
     *
     * @param given one tensor for each input, of floats or int64; int64 is converted where the graph wants int32 or floats
     * @return the outputs in the graph's order, floats
     * @throws RefusedGraphException when the runtime cannot run it on these inputs
     */
    public List<Tensor> run(Map<String, Tensor> given) throws RefusedGraphException {
        Map<String, OnnxTensor> fed = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, ElementType> input : inputs.entrySet()) {
                fed.put(input.getKey(), tensor(given.get(input.getKey()), input.getValue()));
            }
            try (OrtSession.Result result = session.run(fed)) {
                List<Tensor> outputs = new ArrayList<>();
                for (int i = 0; i < result.size(); i++) {
                    OnnxTensor output = (OnnxTensor) result.get(i);
                    if (output.getInfo().type != OnnxJavaType.FLOAT) {
                        throw new RefusedGraphException("an output is of type " + output.getInfo().type, null);
                    }
                    outputs.add(new Tensor(ElementType.FLOAT, output.getInfo().getShape(), output.getByteBuffer()));
                }
                return outputs;
            }
        } catch (OrtException e) {
            throw new RefusedGraphException(e.getMessage(), e);
        } finally {
            fed.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(Tensor given, ElementType wanted) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = given.shape().stream().mapToLong(Long::longValue).toArray();
        if (given.type() == ElementType.FLOAT) {
            return OnnxTensor.createTensor(environment, given.data().asFloatBuffer(), shape);
        }
        LongBuffer whole = given.data().asLongBuffer();
        if (wanted == ElementType.INT32) {
            IntBuffer narrow = IntBuffer.allocate(whole.remaining());
            while (whole.hasRemaining()) {
                narrow.put(Math.toIntExact(whole.get()));
            }
            return OnnxTensor.createTensor(environment, narrow.flip(), shape);
        } else if (wanted == ElementType.FLOAT) {
            FloatBuffer real = FloatBuffer.allocate(whole.remaining());
            while (whole.hasRemaining()) {
                real.put(whole.get());
            }
            return OnnxTensor.createTensor(environment, real.flip(), shape);
        }
        return OnnxTensor.createTensor(environment, whole, shape);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new StepFailedException("ONNX Runtime cannot close a session: " + e.getMessage(), e);
        }
    }
}
