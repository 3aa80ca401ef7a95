package dev.reassembly.assembly;

import ai.djl.Device;
import dev.reassembly.data.Batch;
import dev.reassembly.data.HostTensor;
import dev.reassembly.data.InputRole;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.forward.ForwardNetwork;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.probe.ModelInputs;
import dev.reassembly.progress.Progress;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/**
 * NASWOT (Mellor, Turner, Storkey and Crowley, "Neural architecture search without training", ICML 2021): every sample's binary
 * code says which of a network's activation functions it switches on; the score is the log determinant of the matrix of code
 * agreements of a minibatch. It is higher the better a network tells samples apart before any training.
 *
 * <p>Only a few samples go forward at once, so device memory is that of {@link #FORWARD} samples with all tensors before
 * activations; the codes take a bit a unit and sample on the heap.
 */
public final class Naswot {
    private static final int FORWARD = 4;
    /** A pivot below this part of its diagonal entry is rounding noise. */
    private static final double SINGULAR = 1e-12;

    private Naswot() {}

    /**
     * The mean log determinant over some minibatches.
     *
     * @param roles which graph input plays which role
     * @param minibatches made ready for this network; the paper's authors of the reassembly method use 5 of 32
     * @return negative infinity when two samples of a minibatch have the same code; nothing when the network has no activation function with two sides,
     *     such as the first layers of an encoder, its embeddings alone
     */
    public static Optional<ProxyScore> score(Graph graph, Chain.Inputs roles, List<Batch> minibatches, Device device, Progress progress) {
        List<String> tensors = NaswotActivations.before(graph);
        if (tensors.isEmpty()) {
            return Optional.empty();
        }
        double sum = 0;
        try (ForwardNetwork network = ForwardNetwork.open(graph, tensors, device, graph.name(), progress)) {
            for (Batch minibatch : minibatches) {
                sum += logDeterminant(codes(network, graph.name(), roles, minibatch).kernel());
            }
        }
        return Optional.of(new ProxyScore("naswot", sum / minibatches.size()));
    }

    private static NaswotCodes codes(ForwardNetwork network, String name, Chain.Inputs roles, Batch batch) {
        NaswotCodes codes = new NaswotCodes(batch.size());
        Map<String, Tensor> all = ModelInputs.onHost(batch, roles, name);
        HostTensor mask = batch.inputs().get(InputRole.MASK);
        for (int first = 0; first < batch.size(); first += FORWARD) {
            int from = first;
            int to = Math.min(batch.size(), from + FORWARD);
            Map<String, Tensor> inputs = new LinkedHashMap<>();
            all.forEach((input, tensor) -> inputs.put(input, rows(tensor, from, to)));
            network.run(inputs).forEach(value -> append(codes, value, from, to, mask));
        }
        return codes;
    }

    private static void append(NaswotCodes codes, Tensor value, int from, int to, HostTensor mask) {
        List<Long> shape = value.shape();
        if (shape.isEmpty() || shape.get(0) != to - from) {
            return; // computed from weights alone: the same for all samples
        }
        boolean perToken = mask != null && shape.size() == 3 && shape.get(1) == mask.shape()[1];
        FloatBuffer values = value.data().asFloatBuffer();
        int units = values.remaining() / (to - from);
        IntStream.range(from, to).parallel().forEach(sample ->
                codes.append(sample, values.slice((sample - from) * units, units), perToken ? known(mask, sample) : null));
    }

    private static boolean[] known(HostTensor mask, int sample) {
        LongBuffer longs = mask.data().duplicate().order(ByteOrder.nativeOrder()).asLongBuffer();
        boolean[] known = new boolean[(int) mask.shape()[1]];
        for (int i = 0; i < known.length; i++) {
            known[i] = longs.get(sample * known.length + i) != 0;
        }
        return known;
    }

    private static Tensor rows(Tensor tensor, int from, int to) {
        List<Long> shape = new ArrayList<>(tensor.shape());
        int bytes = tensor.data().remaining() / shape.get(0).intValue();
        shape.set(0, (long) to - from);
        return new Tensor(tensor.type(), shape, tensor.data().slice(from * bytes, (to - from) * bytes));
    }

    static double logDeterminant(double[][] kernel) {
        CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(kernel.length, true);
        if (!cholesky.decompose(new DMatrixRMaj(kernel))) {
            return Double.NEGATIVE_INFINITY;
        }
        DMatrixRMaj lower = cholesky.getT(null);
        double sum = 0;
        for (int i = 0; i < kernel.length; i++) {
            double pivot = lower.get(i, i) * lower.get(i, i);
            if (pivot <= SINGULAR * kernel[i][i]) {
                return Double.NEGATIVE_INFINITY;
            }
            sum += Math.log(pivot);
        }
        return sum;
    }
}
