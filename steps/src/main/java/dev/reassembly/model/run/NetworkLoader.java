package dev.reassembly.model.run;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDManager;
import dev.reassembly.model.graph.Graph;

/** Brings graphs onto a device. */
public final class NetworkLoader {
    private NetworkLoader() {}

    /**
     * Loads a graph on a device of the PyTorch engine. Float weights of any width become float32. The network owns its
     * weights' memory, so the graph may go.
     *
     * @throws dev.reassembly.failure.InvalidInputException for an operator or attribute that is not supported, by the name
     *     of its node, and for weights of a type that the engine does not have
     */
    public static Network load(Graph graph, Device device) {
        return load(graph, device, DataType.FLOAT32);
    }

    /** The same, but that runs for training are in {@link MixedPrecision}. */
    public static Network loadMixed(Graph graph, Device device) {
        return load(graph, device, DataType.FLOAT32, true);
    }

    /** The same in double precision, for values that single precision does not reach: inputs and weights are float64. */
    public static Network loadDouble(Graph graph, Device device) {
        return load(graph, device, DataType.FLOAT64);
    }

    /** @param real the type of all float tensors: float32, or float64 to judge gradients by differences */
    static GraphNetwork load(Graph graph, Device device, DataType real) {
        return load(graph, device, real, false);
    }

    private static GraphNetwork load(Graph graph, Device device, DataType real, boolean mixed) {
        Program program = new Program(graph);
        PtNDManager manager = (PtNDManager) Engine.getEngine(Devices.ENGINE).newBaseManager(device);
        try {
            return new GraphNetwork(graph, program, manager, real, mixed);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }
}
