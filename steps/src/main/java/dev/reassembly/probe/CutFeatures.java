package dev.reassembly.probe;

import ai.djl.Device;
import dev.reassembly.data.Batch;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.forward.ForwardNetwork;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.run.Network;
import dev.reassembly.progress.Progress;
import java.util.List;

/** Pooled features of all cuts of a model, batch by batch. */
final class CutFeatures implements AutoCloseable {
    private final PooledGraph pooled;
    private final String model;
    private final ForwardNetwork forward;

    private CutFeatures(PooledGraph pooled, String model, ForwardNetwork forward) {
        this.pooled = pooled;
        this.model = model;
        this.forward = forward;
    }

    static CutFeatures open(Graph graph, Chain chain, Device device, Progress progress) {
        PooledGraph pooled = PooledGraph.of(graph, chain);
        return new CutFeatures(pooled, chain.model(), ForwardNetwork.open(pooled.graph(), pooled.outputs(), device, chain.model(), progress));
    }

    /** The same in the training engine, on any device. */
    static CutFeatures inTrainingEngine(Graph graph, Chain chain, Device device) {
        PooledGraph pooled = PooledGraph.of(graph, chain);
        return new CutFeatures(pooled, chain.model(), ForwardNetwork.inTrainingEngine(pooled.graph(), pooled.outputs(), device, chain.model()));
    }

    /** Row-major [batch][channels] for each cut but cut 0. */
    List<float[]> of(Batch batch) {
        return forward.run(ModelInputs.onHost(batch, pooled.roles(), model)).stream().map(Tensor::toFloats).toList();
    }

    /** The model in the training engine, its cut tensors under their own names; from then on features come from it. */
    Network network() {
        return forward.network();
    }

    @Override
    public void close() {
        forward.close();
    }
}
