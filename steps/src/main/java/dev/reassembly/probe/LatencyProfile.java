package dev.reassembly.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Cut;
import dev.reassembly.model.run.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Milliseconds for one sample of each layer of a model on its device. Each layer is run alone on the tensor that really enters
 * it. What a layer alone has to do again (masks, dispatch) makes their sum differ from the time of the whole, so the median
 * time of the whole is shared out among the layers, in proportion to the least time that each took.
 *
 * @param layerMs per layer; they add up to {@code wholeMs}
 * @param wholeMs median of the whole chain, without the model's own head
 * @param ratio the sum of the layers' least times over the least time of the whole: 1 if nothing was done twice
 */
public record LatencyProfile(List<Double> layerMs, double wholeMs, double ratio) {
    private static final long LIMIT_MS = 1_500;
    /** A single median settles sooner than the shares of many layers. */
    private static final long WHOLE_LIMIT_MS = 500;

    /**
     * Takes at most some 1.5 seconds, or nine times what the network and each of its layers take if that is more.
     *
     * @param inputs the graph's inputs for one sample of nominal size, on the network's device; stay open
     */
    public static LatencyProfile measure(Network network, Chain chain, Map<String, NDArray> inputs) {
        try (NDManager scope = network.manager().newSubManager()) {
            List<String> tensors = chain.cuts().stream().skip(1).map(Cut::tensor).toList();
            Map<String, NDArray> values = network.run(scope, inputs, tensors, Network.Mode.INFERENCE);
            List<Function<NDManager, NDArray>> works = new ArrayList<>();
            for (int layer = 0; layer < tensors.size(); layer++) {
                Map<String, NDArray> given = new HashMap<>(inputs);
                if (layer > 0) {
                    given.put(tensors.get(layer - 1), values.get(tensors.get(layer - 1)));
                }
                works.add(runs(network, given, tensors.get(layer)));
            }
            works.add(runs(network, inputs, tensors.get(tensors.size() - 1)));
            List<Stopwatch.Times> times = new Stopwatch(network.manager(), LIMIT_MS).times(works);
            return scaled(times.subList(0, tensors.size()), times.get(tensors.size()));
        }
    }

    /** Median milliseconds of a whole network from its inputs to one tensor; takes at most half a second, or nine runs if that is more. */
    public static double whole(Network network, Map<String, NDArray> inputs, String output) {
        return new Stopwatch(network.manager(), WHOLE_LIMIT_MS).medianMs(runs(network, inputs, output));
    }

    static LatencyProfile scaled(List<Stopwatch.Times> layers, Stopwatch.Times whole) {
        double sum = layers.stream().mapToDouble(Stopwatch.Times::least).sum();
        return new LatencyProfile(layers.stream().map(layer -> layer.least() * whole.median() / sum).toList(), whole.median(),
                sum / whole.least());
    }

    private static Function<NDManager, NDArray> runs(Network network, Map<String, NDArray> inputs, String output) {
        return scope -> network.run(scope, inputs, List.of(output), Network.Mode.INFERENCE).get(output);
    }
}
