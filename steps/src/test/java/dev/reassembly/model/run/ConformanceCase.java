package dev.reassembly.model.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDManager;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import dev.reassembly.model.onnx.OnnxReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A model with inputs and the outputs that the standard expects.
 *
 * @param folder holds model.onnx and values.onnx as collect.py writes them
 * @param relative tolerance by the expected value's size
 * @param absolute tolerance on top of it
 */
record ConformanceCase(String name, String operator, String opset, double relative, double absolute, Path folder) {
    private static final int LONGEST_REASON = 300;

    ConformanceRow run() {
        try {
            Graph graph = OnnxReader.read(folder.resolve("model.onnx"), "model");
            try (GraphNetwork network = NetworkLoader.load(graph, Device.cpu(), real(graph))) {
                return run(network, graph);
            }
        } catch (InvalidInputException e) {
            return row(ConformanceRow.REFUSED, e.getMessage());
        } catch (RuntimeException e) {
            return row(ConformanceRow.FAILED, String.valueOf(e));
        }
    }

    private ConformanceRow run(GraphNetwork network, Graph graph) {
        Map<String, Tensor> values = OnnxReader.read(folder.resolve("values.onnx"), "values").initializers();
        try (NDManager scope = network.manager().newSubManager()) {
            String difference = difference(graph, values, run(network, scope, graph, values));
            return row(difference.isEmpty() ? ConformanceRow.PASSED : ConformanceRow.FAILED, difference);
        } catch (InvalidInputException e) {
            // With a cause it is no decision of ours but something that the engine threw.
            return row(e.getCause() == null ? ConformanceRow.REFUSED : ConformanceRow.FAILED, e.getMessage());
        }
    }

    private ConformanceRow row(String result, String reason) {
        String line = reason.lines().findFirst().orElse("");
        return new ConformanceRow(name, operator, opset, result, line.substring(0, Math.min(line.length(), LONGEST_REASON)));
    }

    /** Graphs with a tensor of double precision run in it as a whole, others in single precision. */
    private static DataType real(Graph graph) {
        boolean wide = Stream.of(graph.inputs().stream().map(ValueInfo::type), graph.outputs().stream().map(ValueInfo::type),
                graph.initializers().values().stream().map(Tensor::type)).flatMap(t -> t).anyMatch(ElementType.DOUBLE::equals);
        return wide ? DataType.FLOAT64 : DataType.FLOAT32;
    }

    private static Map<String, NDArray> run(GraphNetwork network, NDManager scope, Graph graph, Map<String, Tensor> values) {
        Map<String, NDArray> inputs = new LinkedHashMap<>();
        for (ValueInfo input : graph.inputs()) {
            Tensor value = values.get("in:" + input.name());
            if (value != null) {
                inputs.put(input.name(), Tensors.create((PtNDManager) scope, value, real(graph)));
            }
        }
        List<String> outputs = graph.outputs().stream().map(ValueInfo::name).toList();
        return network.run(scope, inputs, outputs, Network.Mode.INFERENCE);
    }

    private String difference(Graph graph, Map<String, Tensor> values, Map<String, NDArray> results) {
        for (ValueInfo output : graph.outputs()) {
            Tensor expected = values.get("out:" + output.name());
            String difference = expected == null ? "nothing is expected"
                    : new Closeness(relative, absolute).difference(Tensors.toHost(results.get(output.name())), expected);
            if (!difference.isEmpty()) {
                return "output '" + output.name() + "': " + difference;
            }
        }
        return "";
    }
}
