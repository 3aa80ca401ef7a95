package dev.reassembly.model.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds the shapes of all tensors of a graph by running it. */
public final class ShapeTrace {
    private ShapeTrace() {}

    /**
     * Runs the graph once on the CPU. Memory: the weights, the inputs and the intermediates alive at once.
     *
     * @param sampleInputs one tensor for each graph input
     * @return inputs, initializers and what the nodes make, in this order, by name
     * @throws dev.reassembly.failure.InvalidInputException as loading and running
     */
    public static Map<String, TracedTensor> trace(Graph graph, Map<String, Tensor> sampleInputs) {
        Map<String, TracedTensor> traced = new LinkedHashMap<>();
        try (GraphNetwork network = NetworkLoader.load(graph, Device.cpu(), DataType.FLOAT32);
                NDManager scope = network.manager().newSubManager()) {
            Map<String, NDArray> inputs = new LinkedHashMap<>();
            sampleInputs.forEach((name, tensor) -> inputs.put(name, Tensors.toDevice(scope, tensor)));
            inputs.forEach((name, array) -> traced.put(name, describe(array)));
            graph.initializers().forEach((name, tensor) -> traced.putIfAbsent(name, new TracedTensor(
                    tensor.type().isFloating() ? ElementType.FLOAT : tensor.type(), tensor.shape())));
            network.observe(inputs, (name, array) -> traced.put(name, describe(array)));
        }
        return traced;
    }

    private static TracedTensor describe(NDArray array) {
        return new TracedTensor(Tensors.elementType(array.getDataType()), Tensors.shape(array));
    }
}
