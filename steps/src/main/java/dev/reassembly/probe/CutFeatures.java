package dev.reassembly.probe;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.reassembly.data.Batch;
import dev.reassembly.data.HostTensor;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.onnxruntime.FrozenNetwork;
import dev.reassembly.model.onnxruntime.RefusedGraphException;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
import dev.reassembly.progress.Progress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pooled features of all cuts of a model, batch by batch: on the CPU in ONNX Runtime, on a GPU and where the runtime refuses the model in the training
 * engine. Never are both engines' weights in memory.
 */
final class CutFeatures implements AutoCloseable {
    private final PooledGraph pooled;
    private final String model;
    private final Device device;
    private FrozenNetwork runtime;
    private Network network;

    private CutFeatures(Graph graph, Chain chain, Device device) {
        this.pooled = PooledGraph.of(graph, chain);
        this.model = chain.model();
        this.device = device;
    }

    static CutFeatures open(Graph graph, Chain chain, Device device, Progress progress) {
        CutFeatures features = new CutFeatures(graph, chain, device);
        if (!device.isGpu()) {
            try {
                features.runtime = FrozenNetwork.open(features.pooled.graph(), Runtime.getRuntime().availableProcessors());
            } catch (RefusedGraphException e) {
                features.refused(e, progress);
            }
        }
        return features;
    }

    /** The same in the training engine, on any device. */
    static CutFeatures inTrainingEngine(Graph graph, Chain chain, Device device) {
        return new CutFeatures(graph, chain, device);
    }

    private void refused(RefusedGraphException e, Progress progress) {
        progress.message(model + " runs in the training engine: ONNX Runtime does not take it (" + e.getMessage() + ")");
    }

    /** Row-major [batch][channels] for each cut but cut 0. */
    List<float[]> of(Batch batch, Progress progress) {
        if (runtime != null) {
            try {
                return runtime.run(tensors(batch));
            } catch (RefusedGraphException e) {
                refused(e, progress);
            }
        }
        try (NDManager scope = network().manager().newSubManager()) {
            Map<String, NDArray> values = network().run(scope, ModelInputs.of(scope, batch, pooled.roles(), model), pooled.outputs(),
                    Network.Mode.INFERENCE);
            return pooled.outputs().stream().map(name -> values.get(name).toFloatArray()).toList();
        }
    }

    private Map<String, Tensor> tensors(Batch batch) {
        Map<String, Tensor> tensors = new HashMap<>();
        ModelInputs.named(batch, pooled.roles(), model).forEach((name, tensor) -> tensors.put(name, new Tensor(
                tensor.type() == HostTensor.Type.INT64 ? ElementType.INT64 : ElementType.FLOAT, Arrays.stream(tensor.shape()).boxed().toList(),
                tensor.data().duplicate())));
        return tensors;
    }

    /** The model in the training engine, its cut tensors under their own names; from then on features come from it. */
    Network network() {
        if (network == null) {
            closeRuntime();
            network = NetworkLoader.load(pooled.graph(), device);
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
    }
}
