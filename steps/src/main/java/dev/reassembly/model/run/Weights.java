package dev.reassembly.model.run;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The initializers of a network. Each owns its memory, since parameters change in training and buffers of the graph must
 * not. Integers and plain numbers are held on the CPU, and on a GPU too where nodes use them as tensors.
 */
final class Weights {
    private final PtNDArray[] onDevice;
    private final PtNDArray[] onHost;
    private final Map<String, PtNDArray> parameters = new LinkedHashMap<>();
    private final Set<String> statistics = new LinkedHashSet<>();
    private final List<String> batchNormalisations;

    Weights(Graph graph, Program program, PtNDManager manager, PtNDManager host, DataType real) {
        onDevice = new PtNDArray[program.size()];
        onHost = new PtNDArray[program.size()];
        for (Node node : graph.nodes()) {
            if (node.operator().equals("BatchNormalization")) {
                statistics.addAll(node.inputs().subList(3, 5));
            }
        }
        batchNormalisations = graph.nodes().stream().filter(n -> n.operator().equals("BatchNormalization"))
                .map(n -> n.inputs().get(1)).distinct().toList();
        boolean cpu = manager.getDevice().equals(Device.cpu());
        graph.initializers().forEach((name, tensor) -> {
            int slot = program.slot(name);
            boolean constant = !tensor.type().isFloating() || tensor.shape().isEmpty() || program.numbers().get(slot);
            onDevice[slot] = create(name, tensor, manager, real);
            if (constant) {
                onHost[slot] = cpu ? onDevice[slot] : create(name, tensor, host, real);
            }
            if (!constant) {
                parameters.put(name, onDevice[slot]);
            }
        });
    }

    private static PtNDArray create(String name, Tensor tensor, PtNDManager manager, DataType real) {
        try {
            return Tensors.create(manager, tensor, real);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("initializer '" + name + "'", e.getMessage(), e);
        }
    }

    /** By slot; null for what is not an initializer. */
    PtNDArray[] onDevice() {
        return onDevice;
    }

    /** By slot: those that can be read as numbers without asking the device, else null. */
    PtNDArray[] onHost() {
        return onHost;
    }

    Map<String, PtNDArray> parameters() {
        return parameters;
    }

    /** Running means and variances of batch normalisations. */
    Set<String> statistics() {
        return statistics;
    }

    /** Scale inputs of batch normalisations, in graph order. */
    List<String> batchNormalisations() {
        return batchNormalisations;
    }
}
