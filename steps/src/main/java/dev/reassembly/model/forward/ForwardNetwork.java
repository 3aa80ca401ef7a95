package dev.reassembly.model.forward;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Subgraph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.onnxruntime.FrozenNetwork;
import dev.reassembly.model.onnxruntime.RefusedGraphException;
import dev.reassembly.model.run.Devices;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
import dev.reassembly.model.run.Tensors;
import dev.reassembly.progress.Progress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Passes forward to some tensors of a graph whose weights do not change: on the CPU in ONNX Runtime, on a GPU and where the runtime refuses the graph in
 * the training engine. Never are both engines' weights in memory. Not thread safe.
 */
public final class ForwardNetwork implements AutoCloseable {
    private final String name;
    private final Graph graph;
    private final List<String> outputs;
    private final NDManager manager;
    private final Progress progress;
    private FrozenNetwork runtime;
    private Network network;

    private ForwardNetwork(Graph graph, List<String> outputs, Device device, String name, Progress progress) {
        this.name = name;
        this.progress = progress;
        this.outputs = List.copyOf(outputs);
        this.graph = Subgraph.of(graph, outputs);
        this.manager = Engine.getEngine(Devices.ENGINE).newBaseManager(device);
    }

    /**
     * @param graph of any batch size
     * @param outputs float tensors of the graph; nothing behind them is run
     * @param name what messages call the network
     */
    public static ForwardNetwork open(Graph graph, List<String> outputs, Device device, String name, Progress progress) {
        ForwardNetwork forward = new ForwardNetwork(graph, outputs, device, name, progress);
        if (!device.isGpu()) {
            try {
                forward.runtime = FrozenNetwork.open(forward.graph, Runtime.getRuntime().availableProcessors());
            } catch (RefusedGraphException e) {
                forward.refused(e);
            } catch (RuntimeException e) {
                forward.close();
                throw e;
            }
        }
        return forward;
    }

    /** The same in the training engine, on any device. */
    public static ForwardNetwork inTrainingEngine(Graph graph, List<String> outputs, Device device, String name) {
        return new ForwardNetwork(graph, outputs, device, name, Progress.SILENT);
    }

    private void refused(RefusedGraphException e) {
        progress.message(name + " runs in the training engine: ONNX Runtime does not take it (" + e.getMessage() + ")");
    }

    /** Of the network's device; scopes are made from it. */
    public NDManager manager() {
        return manager;
    }

    /**
     * @param inputs on the host, one for each graph input that the outputs depend on; others are ignored
     * @return the outputs in the order asked for, on the host
     */
    public List<Tensor> run(Map<String, Tensor> inputs) {
        if (runtime != null) {
            try {
                return runtime.run(inputs);
            } catch (RefusedGraphException e) {
                refused(e);
            }
        }
        try (NDManager scope = manager.newSubManager()) {
            Map<String, NDArray> given = new HashMap<>();
            inputs.forEach((input, tensor) -> given.put(input, on(scope, tensor)));
            Map<String, NDArray> values = network().run(scope, given, outputs, Network.Mode.INFERENCE);
            return outputs.stream().map(name -> Tensors.toHost(values.get(name))).toList();
        }
    }

    /** A tensor on the scope's device; shares the host's memory where the device is the CPU. */
    public static NDArray on(NDManager scope, Tensor tensor) {
        return scope.create(tensor.data(), new Shape(tensor.shape().stream().mapToLong(Long::longValue).toArray()),
                tensor.type() == ElementType.INT64 ? DataType.INT64 : DataType.FLOAT32);
    }

    /** The network in the training engine, its tensors under their own names; from then on it runs there. */
    public Network network() {
        if (network == null) {
            closeRuntime();
            network = NetworkLoader.load(graph, manager.getDevice());
        }
        return network;
    }

    private void closeRuntime() {
        if (runtime != null) {
            runtime.close();
            runtime = null;
        }
    }

    @Override
    public void close() {
        closeRuntime();
        if (network != null) {
            network.close();
        }
        manager.close();
    }
}
