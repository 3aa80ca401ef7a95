package dev.reassembly.assembly;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.reassembly.data.Batch;
import dev.reassembly.data.InputRole;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.run.Network;
import dev.reassembly.probe.ModelInputs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
     * @param graph the network that {@code network} runs
     * @param roles which graph input plays which role
     * @param minibatches made ready for this network; the paper's authors of the reassembly method use 5 of 32
     * @return negative infinity when two samples of a minibatch have the same code
     * @throws InvalidInputException when the network has no activation function with two sides
     */
    public static ProxyScore score(Network network, Graph graph, Chain.Inputs roles, List<Batch> minibatches) {
        List<String> tensors = NaswotActivations.before(graph);
        if (tensors.isEmpty()) {
            throw new InvalidInputException("network " + graph.name(), "it has no ReLU-like or GELU-like activation function, so"
                    + " naswot is not defined for it");
        }
        double sum = 0;
        for (Batch minibatch : minibatches) {
            sum += logDeterminant(codes(network, graph, roles, minibatch, tensors).kernel());
        }
        return new ProxyScore("naswot", sum / minibatches.size());
    }

    private static NaswotCodes codes(Network network, Graph graph, Chain.Inputs roles, Batch batch, List<String> tensors) {
        NaswotCodes codes = new NaswotCodes(batch.size());
        try (NDManager manager = network.manager().newSubManager()) {
            Map<String, NDArray> all = ModelInputs.of(manager, batch, roles, graph.name());
            NDArray mask = batch.inputs().containsKey(InputRole.MASK)
                    ? ModelInputs.tensor(manager, batch.inputs().get(InputRole.MASK)) : null;
            for (int first = 0; first < batch.size(); first += FORWARD) {
                int from = first;
                int to = Math.min(batch.size(), from + FORWARD);
                try (NDManager scope = manager.newSubManager()) {
                    Map<String, NDArray> inputs = new LinkedHashMap<>();
                    all.forEach((name, value) -> inputs.put(name, rows(value, from, to, scope)));
                    Map<String, NDArray> values = network.run(scope, inputs, tensors, Network.Mode.INFERENCE);
                    for (String tensor : tensors) {
                        append(codes, values.get(tensor), from, to, mask);
                    }
                }
            }
        }
        return codes;
    }

    private static void append(NaswotCodes codes, NDArray value, int from, int to, NDArray mask) {
        Shape shape = value.getShape();
        if (shape.dimension() == 0 || shape.get(0) != to - from) {
            return; // computed from weights alone: the same for all samples
        }
        boolean[] signs = value.gt(0).toBooleanArray();
        int units = Math.toIntExact(shape.size() / (to - from));
        boolean perToken = mask != null && shape.dimension() == 3 && shape.get(1) == mask.getShape().get(1);
        for (int sample = from; sample < to; sample++) {
            boolean[] tokens = perToken ? known(mask, sample) : null;
            codes.append(sample, signs, (sample - from) * units, units, tokens);
        }
    }

    private static boolean[] known(NDArray mask, int sample) {
        try (NDArray row = mask.get(new NDIndex("{}", sample)); NDArray known = row.toType(DataType.BOOLEAN, true)) {
            return known.toBooleanArray();
        }
    }

    private static NDArray rows(NDArray value, int from, int to, NDManager scope) {
        NDArray rows = value.get(new NDIndex("{}:{}", from, to));
        rows.attach(scope);
        return rows;
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
