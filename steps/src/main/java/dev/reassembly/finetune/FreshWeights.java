package dev.reassembly.finetune;

import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Draws the weights of blocks anew, as if they had never been trained: a control that tells what their pre-training is worth.
 * Kernels of convolutions have variance 2/fan-in (He et al. 2015), those of matrix products 1/fan-in (LeCun et al. 1998), tables
 * and embeddings deviation 0.02; scales are one, biases zero, running means zero and running variances one. Constants
 * that are no weights stay.
 */
public final class FreshWeights {
    private static final double EMBEDDING_DEVIATION = 0.02;
    private static final Set<String> NORMALISATIONS =
            Set.of("BatchNormalization", "LayerNormalization", "InstanceNormalization", "GroupNormalization");

    private FreshWeights() {}

    /**
     * @param blocks positions of the blocks whose weights are drawn
     * @param seed the same seed gives the same weights
     */
    public static Graph draw(Graph graph, Set<Integer> blocks, long seed) {
        Set<String> names = new LinkedHashSet<>(TrainableParameters.names(graph, FineTuning.Mode.Full));
        names.addAll(TrainableParameters.runningStatistics(graph));
        names.removeIf(name -> blocks.stream().noneMatch(block -> name.startsWith(Composition.prefix(block))));
        Map<String, Tensor> drawn = new HashMap<>();
        Random random = new Random(seed);
        for (Node node : graph.nodes()) {
            for (int i = 0; i < node.inputs().size(); i++) {
                String name = node.inputs().get(i);
                if (names.remove(name)) { // a shared weight is drawn for the first that uses it
                    drawn.put(name, draw(node, i, graph.initializers().get(name), random));
                }
            }
        }
        return graph.withInitializers(drawn);
    }

    private static Tensor draw(Node node, int input, Tensor old, Random random) {
        boolean vector = old.shape().stream().filter(length -> length > 1).count() <= 1;
        return switch (node.operator()) {
            case "Conv" -> input == 1 ? normal(old, Math.sqrt(2.0 / (old.elements() / old.shape().get(0))), random) : constant(old, 0);
            case "ConvTranspose" -> input == 1 ? normal(old, Math.sqrt(2.0 / (old.elements() / old.shape().get(1))), random) : constant(old, 0);
            case "Gemm" -> input == 1 ? normal(old, Math.sqrt(1.0 / old.shape().get(node.integer("transB", 0) == 1 ? 1 : 0)), random)
                    : constant(old, 0);
            case "MatMul" -> normal(old, Math.sqrt(1.0 / old.shape().get(old.shape().size() - (input == 0 ? 1 : Math.min(2, old.shape().size())))),
                    random);
            case "Mul", "Div" -> vector ? constant(old, 1) : normal(old, EMBEDDING_DEVIATION, random);
            case "Add", "Sub" -> vector ? constant(old, 0) : normal(old, EMBEDDING_DEVIATION, random);
            case "PRelu" -> constant(old, 0.25f);
            default -> NORMALISATIONS.contains(node.operator()) ? constant(old, input == 1 || input == 4 ? 1 : 0)
                    : normal(old, EMBEDDING_DEVIATION, random);
        };
    }

    private static Tensor constant(Tensor old, float value) {
        float[] values = new float[Math.toIntExact(old.elements())];
        Arrays.fill(values, value);
        return Tensor.ofFloats(old.shape(), values);
    }

    private static Tensor normal(Tensor old, double deviation, Random random) {
        float[] values = new float[Math.toIntExact(old.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return Tensor.ofFloats(old.shape(), values);
    }
}
