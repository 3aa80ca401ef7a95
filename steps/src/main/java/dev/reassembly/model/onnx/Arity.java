package dev.reassembly.model.onnx;

import dev.reassembly.model.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How few inputs and outputs a node may have in any of the operator sets 7 to 28 of the ONNX standard. Everything that reads a
 * node afterwards counts on them. For inputs it is the standard's own number where an operator runs; of those that came after
 * set 21 one is asked here, and their rewriting asks for the rest (see {@link NewerOperators}).
 */
final class Arity {
    private static final Set<String> NO_INPUT = Set.of("Constant", "Optional", "OptionalHasElement", "RandomNormal", "RandomUniform",
            "SequenceEmpty");
    /** The first output of these may be left out when a later one is wanted. */
    private static final Set<String> RECURRENT = Set.of("GRU", "LSTM", "RNN");
    /** Where it is more than one. */
    private static final Map<String, Integer> INPUTS = new HashMap<>();

    static {
        need(2, "Add", "AffineGrid", "And", "BitShift", "BitwiseAnd", "BitwiseOr", "BitwiseXor", "CastLike", "CenterCropPad", "Compress",
                "Conv", "ConvInteger", "ConvTranspose", "CumSum", "DequantizeLinear", "Div", "Equal", "Expand", "Gather",
                "GatherElements", "GatherND", "Gemm", "Greater", "GreaterOrEqual", "GridSample", "LayerNormalization", "Less",
                "LessOrEqual", "MatMul", "MatMulInteger", "MaxRoiPool", "MaxUnpool", "Mod", "Mul", "NegativeLogLikelihoodLoss",
                "NonMaxSuppression", "Or", "PRelu", "Pow", "QuantizeLinear", "Reshape", "ReverseSequence", "STFT",
                "SoftmaxCrossEntropyLoss", "Sub", "Tile", "Xor");
        need(3, "Col2Im", "DeformConv", "GRU", "GroupNormalization", "InstanceNormalization", "LSTM", "OneHot", "RNN", "Range",
                "RoiAlign", "Scatter", "ScatterElements", "ScatterND", "Where");
        need(5, "BatchNormalization", "MelWeightMatrix");
        need(8, "QLinearConv", "QLinearMatMul");
    }

    private Arity() {}

    private static void need(int inputs, String... operators) {
        for (String operator : operators) {
            INPUTS.put(operator, inputs);
        }
    }

    static void check(Node node, Draft draft) {
        int inputs = NO_INPUT.contains(node.operator()) ? 0 : INPUTS.getOrDefault(node.operator(), 1);
        List<String> given = node.inputs();
        for (int i = 0; i < inputs; i++) {
            if (i >= given.size() || given.get(i).isEmpty()) {
                throw draft.refuse(node, "lacks input " + (i + 1) + ", its operator needs " + inputs);
            }
        }
        int outputs = node.operator().equals("TopK") ? 2 : 1;
        List<String> made = node.outputs();
        boolean named = RECURRENT.contains(node.operator()) ? made.stream().anyMatch(name -> !name.isEmpty())
                : !made.isEmpty() && !made.get(0).isEmpty();
        if (made.size() < outputs || !named) {
            throw draft.refuse(node, "lacks an output, its operator makes at least " + outputs);
        }
    }
}
