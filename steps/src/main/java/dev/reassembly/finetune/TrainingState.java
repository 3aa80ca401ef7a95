package dev.reassembly.finetune;

import ai.djl.ndarray.NDArray;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that changes while a network is trained: its trained tensors, the best of them so far, the optimiser's
 * moments, and the learning curve. Memory: the best tensors are kept on the host.
 */
final class TrainingState {
    private static final String WEIGHTS = "weights/";
    private static final String BEST = "best/";
    private static final String MOMENTS = "moments/";

    private final Map<String, NDArray> tensors = new LinkedHashMap<>();
    private final Map<String, ByteBuffer> best = new HashMap<>();
    private final AdamW optimiser;
    private final List<Epoch> curve = new ArrayList<>();
    private int bestEpoch;

    /** @param changing names of the trained parameters and the moving statistics */
    TrainingState(Network network, Collection<String> changing, AdamW optimiser) {
        changing.forEach(name -> tensors.put(name, network.parameter(name)));
        this.optimiser = optimiser;
    }

    List<Epoch> curve() {
        return curve;
    }

    int bestEpoch() {
        return bestEpoch;
    }

    /** Ends an epoch. Its weights are the best when the metric is higher, or as high with a lower validation loss. */
    void add(Epoch epoch) {
        curve.add(epoch);
        Epoch champion = bestEpoch == 0 ? null : curve.get(bestEpoch - 1);
        if (champion == null || epoch.metric() > champion.metric()
                || epoch.metric() == champion.metric() && epoch.validationLoss() < champion.validationLoss()) {
            bestEpoch = epoch.epoch();
            tensors.forEach((name, tensor) -> best.put(name, Tensors.toHost(tensor).data()));
        }
    }

    /** The graph with the best weights so far. */
    Graph bestGraph(Graph graph) {
        Map<String, Tensor> replaced = new HashMap<>();
        best.forEach((name, bytes) -> {
            Tensor old = graph.initializers().get(name);
            replaced.put(name, new Tensor(old.type(), old.shape(), bytes));
        });
        return graph.withInitializers(replaced);
    }

    /** About what a checkpoint takes: weights, two moments, and the best weights when they are others. */
    long bytes() {
        return 4L * Float.BYTES * tensors.values().stream().mapToLong(NDArray::size).sum();
    }

    void write(Path file, String training) throws IOException {
        List<CheckpointFile.Entry> entries = new ArrayList<>();
        tensors.forEach((name, tensor) -> entries.add(entry(WEIGHTS + name, tensor)));
        optimiser.moments().forEach((name, tensor) -> entries.add(entry(MOMENTS + name, tensor)));
        if (bestEpoch != curve.size()) {
            tensors.forEach((name, tensor) -> entries.add(
                    new CheckpointFile.Entry(BEST + name, tensor.getShape().getShape(), () -> best.get(name).duplicate())));
        }
        CheckpointFile.write(file, new CheckpointHeader(training, optimiser.steps(), bestEpoch, curve), entries);
    }

    private static CheckpointFile.Entry entry(String name, NDArray tensor) {
        return new CheckpointFile.Entry(name, tensor.getShape().getShape(),
                () -> TensorMemory.onHost(tensor) ? TensorMemory.view(tensor) : Tensors.toHost(tensor).data());
    }

    /** Takes over a checkpoint's tensors, counters and curve. */
    void read(CheckpointFile.Reader checkpoint) throws IOException {
        Map<String, NDArray> moments = optimiser.moments();
        checkpoint.tensors((name, bytes) -> {
            if (name.startsWith(BEST)) {
                best.put(name.substring(BEST.length()), copy(bytes));
            } else if (name.startsWith(WEIGHTS)) {
                TensorMemory.write(tensors.get(name.substring(WEIGHTS.length())), bytes);
            } else {
                TensorMemory.write(moments.get(name.substring(MOMENTS.length())), bytes);
            }
        });
        CheckpointHeader header = checkpoint.header();
        optimiser.resumeAt(header.steps());
        curve.addAll(header.curve());
        bestEpoch = header.bestEpoch();
        if (bestEpoch == curve.size()) {
            tensors.forEach((name, tensor) -> best.put(name, Tensors.toHost(tensor).data()));
        }
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocateDirect(bytes.remaining()).order(bytes.order()).put(bytes).flip();
    }
}
