package dev.reassembly.model.compose;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.reassembly.model.cut.Flops;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import dev.reassembly.model.onnx.OnnxWriter;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
import dev.reassembly.model.run.ShapeTrace;
import dev.reassembly.model.run.TracedTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs graphs in ONNX Runtime and on our own engine, and counts what they cost. */
final class Oracle {
    private Oracle() {}

    record Value(List<Long> shape, float[] data) {}

    /** Values of float tensors in ONNX Runtime, which also checks that the graph is a valid model. */
    static Map<String, Value> onnxRuntime(Graph graph, Map<String, Tensor> inputs, String... wanted) throws OrtException {
        Map<String, TracedTensor> traced = ShapeTrace.trace(graph, inputs);
        List<ValueInfo> outputs = new ArrayList<>();
        for (String name : wanted) {
            outputs.add(new ValueInfo(name, traced.get(name).type(), Collections.nCopies(traced.get(name).shape().size(), -1L)));
        }
        Graph opened = new Graph(graph.name(), graph.inputs(), outputs, graph.nodes(), graph.initializers());
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> given = new LinkedHashMap<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(OnnxWriter.toBytes(opened), options)) {
                for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
                    given.put(input.getKey(), tensor(environment, input.getValue()));
                }
                Map<String, Value> values = new LinkedHashMap<>();
                try (OrtSession.Result result = session.run(given, Set.of(wanted))) {
                    for (Map.Entry<String, OnnxValue> entry : result) {
                        OnnxTensor tensor = (OnnxTensor) entry.getValue();
                        float[] data = new float[tensor.getFloatBuffer().remaining()];
                        tensor.getFloatBuffer().get(data);
                        values.put(entry.getKey(), new Value(Arrays.stream(tensor.getInfo().getShape()).boxed().toList(), data));
                    }
                }
                return values;
            }
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, Tensor value) throws OrtException {
        long[] shape = value.shape().stream().mapToLong(Long::longValue).toArray();
        return switch (value.type()) {
            case FLOAT -> OnnxTensor.createTensor(environment, value.data().asFloatBuffer(), shape);
            case INT64 -> OnnxTensor.createTensor(environment, value.data().asLongBuffer(), shape);
            case INT32 -> OnnxTensor.createTensor(environment, value.data().asIntBuffer(), shape);
            default -> throw new IllegalArgumentException(value.type().toString());
        };
    }

    static Map<String, Value> engine(Graph graph, Map<String, Tensor> inputs, String... wanted) {
        try (Network network = NetworkLoader.load(graph, Device.cpu()); NDManager scope = network.manager().newSubManager()) {
            Map<String, NDArray> given = new LinkedHashMap<>();
            inputs.forEach((name, value) -> given.put(name, scope.create(value.data(), new Shape(value.shape().stream()
                    .mapToLong(Long::longValue).toArray()), type(value.type()))));
            Map<String, Value> values = new LinkedHashMap<>();
            network.run(scope, given, List.of(wanted), Network.Mode.INFERENCE).forEach((name, array) -> values.put(name,
                    new Value(Arrays.stream(array.getShape().getShape()).boxed().toList(), array.toFloatArray())));
            return values;
        }
    }

    private static DataType type(ElementType type) {
        return type == ElementType.FLOAT ? DataType.FLOAT32 : type == ElementType.INT64 ? DataType.INT64 : DataType.INT32;
    }

    /** Elements of all float initializers. */
    static long parameters(Graph graph) {
        return graph.initializers().values().stream().filter(t -> t.type().isFloating()).mapToLong(Tensor::elements).sum();
    }

    /** Multiply-accumulates of all nodes. */
    static long flops(Graph graph, Map<String, Tensor> oneSample) {
        Map<String, TracedTensor> traced = ShapeTrace.trace(graph, oneSample);
        return graph.nodes().stream().mapToLong(node -> Flops.of(node, name -> traced.get(name).shape())).sum();
    }
}
