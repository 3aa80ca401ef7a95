package dev.reassembly.finetune;

import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which initializers of a composed graph are trained, and with which recipe.
 *
 * <p>ONNX does not say which constants are weights. Trained is a float32 initializer with more than one element that stands
 * at a place where an operator takes data or weights: not a running statistic, an exponent, a bound, a scale of resampling,
 * a padding value, or a mask (a constant that is added and holds values of 10,000 or more). Stitches and head always are.
 */
final class TrainableParameters {
    private static final Pattern NEW_LAYERS = Pattern.compile("(s\\d+|head)/(weight|bias|class_token)");
    private static final float MASK = 1e4f;

    /** For each operator the first input, counted from 0, from which on constants are settings and not weights. */
    private static final Map<String, Integer> SETTINGS_FROM = Map.ofEntries(Map.entry("BatchNormalization", 3),
            Map.entry("Pow", 1), Map.entry("Clip", 1), Map.entry("Resize", 1), Map.entry("Upsample", 1), Map.entry("Pad", 1),
            Map.entry("Dropout", 1), Map.entry("Range", 0), Map.entry("OneHot", 0), Map.entry("QuantizeLinear", 0),
            Map.entry("DequantizeLinear", 0), Map.entry("Equal", 0), Map.entry("Less", 0), Map.entry("Greater", 0),
            Map.entry("LessOrEqual", 0), Map.entry("GreaterOrEqual", 0), Map.entry("Where", 0), Map.entry("Max", 0),
            Map.entry("Min", 0), Map.entry("Mod", 0), Map.entry("Sign", 0), Map.entry("Trilu", 0));

    private TrainableParameters() {}

    /** Whether the initializer belongs to a stitch or to the head. */
    static boolean isNew(String name) {
        return NEW_LAYERS.matcher(name).matches();
    }

    /** Names in graph order. */
    static Set<String> names(Graph graph, FineTuning.Mode mode) {
        Set<String> weights = new LinkedHashSet<>();
        Set<String> settings = new LinkedHashSet<>();
        for (Node node : graph.nodes()) {
            int from = SETTINGS_FROM.getOrDefault(node.operator(), Integer.MAX_VALUE);
            for (int i = 0; i < node.inputs().size(); i++) {
                String input = node.inputs().get(i);
                Tensor tensor = graph.initializers().get(input);
                if (tensor != null) {
                    boolean mask = (node.operator().equals("Add") || node.operator().equals("Sub")) && isMask(tensor);
                    (i >= from || mask ? settings : weights).add(input);
                }
            }
        }
        Set<String> names = new LinkedHashSet<>();
        graph.initializers().forEach((name, tensor) -> {
            boolean weight = tensor.type() == ElementType.FLOAT && tensor.elements() > 1 && weights.contains(name)
                    && !settings.contains(name);
            if (isNew(name) || mode == FineTuning.Mode.Full && weight) {
                names.add(name);
            }
        });
        return names;
    }

    /** Running means and variances of all batch normalisations, in graph order. */
    static Set<String> runningStatistics(Graph graph) {
        Set<String> names = new LinkedHashSet<>();
        for (Node node : graph.nodes()) {
            if (node.operator().equals("BatchNormalization")) {
                names.add(node.inputs().get(3));
                names.add(node.inputs().get(4));
            }
        }
        return names;
    }

    /**
     * What is trained alike. Tensors with at most one axis longer than 1 (biases, normalisation scales, class tokens) have no
     * weight decay. A pre-trained layer's rate is the recipe's times {@code layerDecay} to the power of the layers behind it
     * (Howard and Ruder 2018).
     *
     * @param layersBehind of pre-trained tensors, see {@link LayersBehind}; those that are missing have the recipe's own rate
     * @param resting number of first updates that train new layers alone
     */
    static List<ParameterGroup> groups(Graph graph, Set<String> trained, FineTuning recipe, Map<String, Integer> layersBehind, long resting) {
        Map<ParameterGroup, List<String>> members = new LinkedHashMap<>();
        for (String name : trained) {
            double decay = decays(graph.initializers().get(name)) ? recipe.weightDecay() : 0;
            double factor = Math.pow(recipe.layerDecay(), layersBehind.getOrDefault(name, 0));
            ParameterGroup alike = isNew(name) ? new ParameterGroup(List.of(), recipe.newLayersLearningRate(), decay)
                    : new ParameterGroup(List.of(), recipe.learningRate() * factor, decay, resting);
            members.computeIfAbsent(alike, key -> new ArrayList<>()).add(name);
        }
        return members.entrySet().stream().map(group -> new ParameterGroup(group.getValue(), group.getKey().learningRate(),
                group.getKey().weightDecay(), group.getKey().resting())).toList();
    }

    private static boolean decays(Tensor tensor) {
        return tensor.shape().stream().filter(length -> length > 1).count() > 1;
    }

    private static boolean isMask(Tensor tensor) {
        if (tensor.type() != ElementType.FLOAT) {
            return false;
        }
        FloatBuffer values = tensor.data().asFloatBuffer();
        while (values.hasRemaining()) {
            float value = values.get();
            if (!(Math.abs(value) < MASK)) {
                return true;
            }
        }
        return false;
    }
}
