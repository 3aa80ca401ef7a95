package dev.reassembly.model.onnx;

import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import java.util.List;
import java.util.Set;

/**
 * Tells element types and ranks of values as far as upgrading needs them. Nodes are visited in order and in their newest
 * form. A rank is only given where it is certain; a value whose rank is unknown is treated with care by the rules.
 */
final class ValueInference {
    private static final Set<String> FIRST_RANK = Set.of("Relu", "LeakyRelu", "Elu", "Selu", "Celu", "ThresholdedRelu", "Sigmoid",
            "HardSigmoid", "HardSwish", "Mish", "Tanh", "Gelu", "Softplus", "Softsign", "Erf", "Exp", "Log", "Sqrt", "Abs", "Neg",
            "Reciprocal", "Floor", "Ceil", "Round", "Sign", "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh",
            "Asinh", "Acosh", "Atanh", "Shrink", "BitwiseNot", "EyeLike", "CenterCropPad", "GridSample", "MaxUnpool", "Not", "IsNaN",
            "IsInf", "Cast", "Dropout", "Identity",
            "Softmax", "LogSoftmax", "Hardmax", "LayerNormalization", "BatchNormalization", "InstanceNormalization",
            "GroupNormalization", "LpNormalization", "LRN", "MeanVarianceNormalization", "Conv", "ConvTranspose", "MaxPool",
            "AveragePool", "LpPool", "GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool", "Pad", "Slice", "Clip", "Resize",
            "Split", "Concat", "CumSum", "Trilu", "Tile", "ScatterElements", "ScatterND", "DepthToSpace", "SpaceToDepth",
            "ReverseSequence", "TopK", "GatherElements", "QuantizeLinear", "DequantizeLinear", "CastLike", "PRelu");
    private static final Set<String> BROADCAST = Set.of("Add", "Sub", "Mul", "Div", "Pow", "Max", "Min", "Sum", "Mean", "Mod",
            "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "And", "Or", "Xor", "Where", "BitwiseAnd", "BitwiseOr",
            "BitwiseXor", "BitShift");
    private static final Set<String> BOOLEAN = Set.of("Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "And", "Or",
            "Xor", "Not", "IsNaN", "IsInf");
    private static final Set<String> INDEX = Set.of("Shape", "Size", "NonZero", "ArgMax", "ArgMin");

    private ValueInference() {}

    static void learn(Node node, Draft draft) {
        ElementType type = type(node, draft);
        int rank = rank(node, draft);
        int length = ownLength(node, draft);
        if (length >= 0 && rank == 1) {
            draft.lengths.put(node.outputs().get(0), length);
        }
        for (int i = 0; i < node.outputs().size(); i++) {
            String output = node.outputs().get(i);
            boolean indices = i == 1 && (node.operator().equals("TopK") || node.operator().equals("MaxPool"));
            if (!output.isEmpty()) {
                draft.facts.merge(output, new ValueFact(indices ? ElementType.INT64 : type, rank), ValueFact::or);
            }
        }
    }

    private static ElementType type(Node node, Draft draft) {
        String operator = node.operator();
        if (BOOLEAN.contains(operator)) {
            return ElementType.BOOL;
        } else if (INDEX.contains(operator)) {
            return ElementType.INT64;
        }
        return switch (operator) {
            case "Cast" -> ValueFact.typeOf(node.integer("to", 0));
            case "ConstantOfShape" -> node.attributes().get("value") instanceof Attribute.Constant c ? c.value().type()
                    : ElementType.FLOAT;
            case "EyeLike" -> named(node, "dtype", draft.fact(node.inputs().get(0)).type());
            case "HannWindow", "HammingWindow", "BlackmanWindow" -> named(node, "output_datatype", ElementType.FLOAT);
            case "Where", "DequantizeLinear", "CastLike" -> draft.fact(UpgradeRule.input(node, 1)).type();
            case "OneHot", "QuantizeLinear" -> draft.fact(UpgradeRule.input(node, 2)).type();
            default -> draft.fact(UpgradeRule.input(node, 0)).type();
        };
    }

    private static ElementType named(Node node, String attribute, ElementType otherwise) {
        long code = node.integer(attribute, 0);
        return code == 0 ? otherwise : ValueFact.typeOf(code);
    }

    private static int rank(Node node, Draft draft) {
        String operator = node.operator();
        int first = draft.fact(UpgradeRule.input(node, 0)).rank();
        int second = draft.fact(UpgradeRule.input(node, 1)).rank();
        if (FIRST_RANK.contains(operator)) {
            return first;
        } else if (BROADCAST.contains(operator)) {
            return broadcast(node, draft);
        } else if (operator.startsWith("Reduce")) {
            return reduced(node, draft, first);
        }
        boolean known = first >= 0 && second >= 0;
        return switch (operator) {
            case "Gemm", "Flatten", "NonZero" -> 2;
            case "Shape", "Range", "HannWindow", "HammingWindow", "BlackmanWindow" -> 1;
            case "Size" -> 0;
            case "Transpose" -> node.integers("perm") == null ? first : node.integers("perm").size();
            case "MatMul" -> known && first > 1 && second > 1 ? Math.max(first, second) : -1;
            case "Gather" -> known ? first - 1 + second : -1;
            case "OneHot" -> first < 0 ? -1 : first + 1;
            case "ArgMax", "ArgMin" -> node.integer("keepdims", 1) == 1 || first < 0 ? first : first - 1;
            case "Reshape" -> length(draft, UpgradeRule.input(node, 1));
            case "ConstantOfShape" -> length(draft, UpgradeRule.input(node, 0));
            case "Expand" -> first < 0 || length(draft, UpgradeRule.input(node, 1)) < 0 ? -1
                    : Math.max(first, length(draft, UpgradeRule.input(node, 1)));
            case "Unsqueeze" -> first < 0 || length(draft, UpgradeRule.input(node, 1)) < 0 ? -1
                    : first + length(draft, UpgradeRule.input(node, 1));
            case "Squeeze" -> first < 0 || length(draft, UpgradeRule.input(node, 1)) < 0 ? -1
                    : first - length(draft, UpgradeRule.input(node, 1));
            default -> -1;
        };
    }

    private static int broadcast(Node node, Draft draft) {
        List<Integer> ranks = node.inputs().stream().map(input -> draft.fact(input).rank()).toList();
        return ranks.contains(-1) ? -1 : ranks.stream().mapToInt(Integer::intValue).max().orElse(-1);
    }

    private static int reduced(Node node, Draft draft, int rank) {
        if (node.integer("keepdims", 1) == 1 || rank < 0) {
            return rank;
        }
        String axes = UpgradeRule.input(node, 1);
        if (axes.isEmpty()) {
            return node.integer("noop_with_empty_axes", 0) == 1 ? rank : 0;
        }
        int count = length(draft, axes);
        return count <= 0 ? -1 : rank - count;
    }

    /** The number of elements of a constant, or of a shape that is put together while running; -1 when unknown. */
    private static int length(Draft draft, String tensor) {
        Tensor constant = draft.constantOf(tensor);
        return constant == null ? draft.lengths.getOrDefault(tensor, -1) : Math.toIntExact(constant.elements());
    }

    /** Exporters build the target of a Reshape from pieces: the length tells the rank though no value is known. */
    private static int ownLength(Node node, Draft draft) {
        int rank = draft.fact(UpgradeRule.input(node, 0)).rank();
        return switch (node.operator()) {
            case "Shape" -> node.attributes().isEmpty() ? rank : -1;
            case "Cast" -> length(draft, node.inputs().get(0));
            case "Unsqueeze" -> rank == 0 && length(draft, UpgradeRule.input(node, 1)) == 1 ? 1 : -1;
            case "Concat" -> {
                List<Integer> parts = node.inputs().stream().map(part -> length(draft, part)).toList();
                yield parts.contains(-1) ? -1 : parts.stream().mapToInt(Integer::intValue).sum();
            }
            default -> -1;
        };
    }
}
