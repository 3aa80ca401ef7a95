package dev.reassembly.assembly;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import dev.reassembly.data.Batch;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.run.Network;
import dev.reassembly.probe.ModelInputs;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two scores from one backward pass of the cross-entropy of one labelled minibatch, defined for any network: {@code grad-norm},
 * the sum of the Euclidean norms of the parameters' gradients (Abdelfattah et al., "Zero-cost proxies for lightweight NAS", ICLR
 * 2021), and {@code snip}, the sum of |w · dL/dw| over all weights (Lee, Ajanthan and Torr, "SNIP", ICLR 2019).
 *
 * <p>Memory is that of a training step without an optimiser.
 */
public final class ProxyGradients {
    private ProxyGradients() {}

    /**
     * Leaves every parameter trainable, without gradients.
     *
     * @param roles which graph input plays which role
     * @param logits name of the network's output [n, classes]
     * @param batch made ready for this network, with its labels
     * @return no scores when a gradient is not finite: such a network may still be among candidates, and is likely to diverge
     */
    public static List<ProxyScore> score(Network network, Chain.Inputs roles, String logits, Batch batch) {
        network.setTrainable(network.parameters());
        try (NDManager scope = network.manager().newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            Map<String, NDArray> inputs = ModelInputs.of(scope, batch, roles, "candidate");
            NDArray output = network.run(scope, inputs, List.of(logits), Network.Mode.TRAINING).get(logits);
            NDArray oneHot = scope.create(batch.labels()).oneHot((int) output.getShape().get(1)).toType(DataType.FLOAT32, true);
            collector.backward(output.logSoftmax(1).mul(oneHot).sum().div(-batch.size()));
        }
        double norms = 0;
        double saliency = 0;
        for (String name : network.parameters()) {
            Optional<NDArray> gradient = network.gradient(name);
            if (gradient.isEmpty()) {
                continue;
            }
            try (NDManager scope = network.manager().newSubManager()) {
                gradient.get().attach(scope);
                norms += Math.sqrt(gradient.get().square().sum().getFloat());
                saliency += gradient.get().mul(network.parameter(name)).abs().sum().getFloat();
            }
        }
        network.forgetGradients();
        if (!Double.isFinite(norms) || !Double.isFinite(saliency)) {
            return List.of();
        }
        return List.of(new ProxyScore("grad-norm", norms), new ProxyScore("snip", saliency));
    }
}
