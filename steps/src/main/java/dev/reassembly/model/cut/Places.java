package dev.reassembly.model.cut;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.cut.Feature.Layout;
import dev.reassembly.model.graph.ValueInfo;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All places where a model can be cut: the input, then every lone tensor that is a feature, up to where the head begins. */
final class Places {
    private Places() {}

    /**
     * @param values types and shapes for one sample
     * @param features where the head begins, or null
     * @return at least two places; the first is the main input
     */
    static List<Cut> find(String model, GraphIndex index, Chain.Inputs inputs, Map<String, ValueInfo> values, String features) {
        if (features != null && index.producer(features) < 0) {
            throw new InvalidInputException("model " + model, "no node of its graph makes the tensor '" + features
                    + "' that is given as its features");
        }
        Set<String> targets = features != null ? Set.of(features) : ends(index);
        BitSet nodes = index.needed(targets, List.of());
        Carriage carriage = new Carriage(index, inputs, nodes);
        AxisOrder order = new AxisOrder(index, carriage, nodes, tensor -> shape(index, values, tensor));
        String main = inputs.image() != null ? inputs.image() : inputs.ids();
        List<Cut> places = new ArrayList<>(List.of(new Cut(0, main, Feature.INPUT)));
        for (String tensor : CutSweep.cuts(index, carriage, main, targets, nodes)) {
            Feature feature = feature(order, values.get(tensor), tensor, inputs.ids() != null);
            if (feature != null) {
                places.add(new Cut(places.size(), tensor, feature));
            }
        }
        String last = places.get(places.size() - 1).tensor();
        if (features != null && !last.equals(features)) {
            throw new InvalidInputException("model " + model, "the tensor '" + features
                    + "' that is given as its features is no map,"
                    + " token sequence or vector for each sample");
        }
        int end = features != null ? places.size() : headless(places, vocabulary(index, inputs));
        if (end < 2) {
            throw new InvalidInputException("model " + model, "there is no place in its graph where exactly one tensor passes,"
                    + " so it cannot be cut into layers");
        }
        return places.subList(0, end);
    }

    /** Outputs that nothing else leads on from: the hidden states that some models hand out on the way do not count. */
    private static Set<String> ends(GraphIndex index) {
        Set<String> outputs = new HashSet<>();
        index.graph().outputs().forEach(output -> outputs.add(output.name()));
        Set<String> ends = new HashSet<>(outputs);
        for (String output : outputs) {
            BitSet before = index.needed(Set.of(output), List.of());
            ends.removeIf(other -> !other.equals(output) && index.producer(other) >= 0
                    && index.producer(other) != index.producer(output) && before.get(index.producer(other)));
        }
        return ends;
    }

    /** Rows of the table that token ids index: as wide is what a language model's head makes. */
    private static long vocabulary(GraphIndex index, Chain.Inputs inputs) {
        return inputs.ids() == null ? 0 : InputRoles.tableRows(index, inputs.ids());
    }

    /** How many places are left without the head: up to the last map or token sequence, else the last vector. */
    private static int headless(List<Cut> places, long vocabulary) {
        for (int i = places.size() - 1; i > 0; i--) {
            Feature feature = places.get(i).feature();
            boolean tokens = feature.layout() == Layout.TOKENS && feature.channels() != vocabulary;
            boolean map = feature.layout() == Layout.NCHW || feature.layout() == Layout.NHWC;
            if (tokens || map && feature.height() * feature.width() > 1) {
                return i + 1;
            }
        }
        return places.size();
    }

    private static Feature feature(AxisOrder order, ValueInfo value, String tensor, boolean text) {
        boolean batched = value != null && value.type().isFloating() && !value.shape().isEmpty() && value.shape().get(0) == 1;
        return batched ? order.feature(tensor, text) : null;
    }

    private static List<Long> shape(GraphIndex index, Map<String, ValueInfo> values, String tensor) {
        if (index.initializer(tensor) != null) {
            return index.initializer(tensor).shape();
        }
        ValueInfo value = values.get(tensor);
        return value == null ? null : value.shape();
    }
}
