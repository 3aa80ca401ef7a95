package dev.reassembly.finetune;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.reassembly.data.Batch;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.forward.ForwardNetwork;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Subgraph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.progress.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Runs a composed network up to one of its tensors for the {@link FitExamples}. A network of several blocks goes on from what leaves the first one inside
 * its own model, which is the same: {@link LayerActivations}.
 */
public final class Continuation implements AutoCloseable {
    private final Composition composition;
    private final TargetModel first;
    private final LayerActivations activations;
    private final String tensor;
    /** What leaves the first block, or null when the network begins with its input. */
    private final String entry;
    private final boolean readsPictures;
    private final ForwardNetwork network;

    private Continuation(Composition composition, TargetModel first, LayerActivations activations, String tensor, String entry, Graph graph, Device device,
            Progress progress) {
        this.composition = composition;
        this.first = first;
        this.activations = activations;
        this.tensor = tensor;
        this.entry = entry;
        this.readsPictures = composition.readsPicture(graph);
        network = ForwardNetwork.open(graph, List.of(tensor), device, graph.name(), progress);
    }

    /**
     * @param composition its first block with the weights of its source, where it has several
     * @param first the model of that block
     */
    public static Continuation behindFirstBlock(Composition composition, TargetModel first, LayerActivations activations, String tensor, Device device,
            Progress progress) {
        if (composition.blocks().size() == 1) {
            return fromInput(composition, first, activations, tensor, device, progress);
        }
        String entry = composition.stitchInputs().get(1);
        int rank = first.chain().cuts().get(composition.blocks().get(0).to()).feature().rank();
        Graph rest = Subgraph.of(Subgraph.from(composition.graph(), entry, rank), List.of(tensor));
        return new Continuation(composition, first, activations, tensor, entry, rest, device, progress);
    }

    /** The whole network, for any weights. */
    public static Continuation fromInput(Composition composition, TargetModel first, LayerActivations activations, String tensor, Device device,
            Progress progress) {
        return new Continuation(composition, first, activations, tensor, null, composition.graph(), device, progress);
    }

    FitExamples examples() {
        return activations.examples();
    }

    /** Of the network's device. */
    public NDManager manager() {
        return network.manager();
    }

    /** The first model's batches without their pictures. */
    Pass<Batch> batches() throws IOException {
        return activations.batches(first);
    }

    /** The tensor for each of the {@link #batches}. */
    Pass<Tensor> pass() throws IOException {
        if (entry == null) {
            return activations.inputs(first).map(batch -> network.run(inputs(batch)).get(0));
        }
        Pass<Tensor> entering = activations.at(first, composition.blocks().get(0).to());
        if (entry.equals(tensor)) {
            return entering;
        }
        Pass<Batch> batches = readsPictures ? activations.inputs(first) : batches();
        return Pass.of(batches.map(batch -> {
            Map<String, Tensor> inputs = inputs(batch);
            inputs.put(entry, entering.next());
            return network.run(inputs).get(0);
        }), () -> {
            batches.close();
            entering.close();
        });
    }

    private Map<String, Tensor> inputs(Batch batch) {
        return MiniBatch.of(batch, composition.roles()).onHost();
    }

    @Override
    public void close() {
        network.close();
    }
}
