package dev.reassembly.model.cut;

import dev.reassembly.model.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Multiply-accumulate operations of convolutions and matrix products, from traced shapes. Everything else counts nothing.
 * A convolution takes one operation for every output element and kernel element it sees; a matrix product one for every
 * output element and summed index.
 */
public final class Flops {
    private Flops() {}

    /**
     * @param shapes the shape of each tensor the node reads and writes
     * @return 0 for operators that are neither convolution nor matrix product
     */
    public static long of(Node node, Function<String, List<Long>> shapes) {
        return switch (node.operator()) {
            case "Conv" -> product(shapes.apply(node.outputs().get(0))) * perChannel(shapes.apply(node.inputs().get(1)));
            case "ConvTranspose" -> product(shapes.apply(node.inputs().get(0))) * perChannel(shapes.apply(node.inputs().get(1)));
            case "Gemm" -> product(shapes.apply(node.outputs().get(0)))
                    * shapes.apply(node.inputs().get(0)).get(node.integer("transA", 0) == 0 ? 1 : 0);
            case "MatMul" -> matMul(node, shapes);
            case "Einsum" -> einsum(node, shapes);
            default -> 0;
        };
    }

    /** Elements of a convolution's weight for one of its first axis: channels of the group times kernel. */
    private static long perChannel(List<Long> weight) {
        return product(weight.subList(1, weight.size()));
    }

    private static long matMul(Node node, Function<String, List<Long>> shapes) {
        List<Long> left = shapes.apply(node.inputs().get(0));
        return product(shapes.apply(node.outputs().get(0))) * left.get(left.size() - 1);
    }

    /** Every distinct index is a loop; {@code ...} stands for the axes that the largest operand has beyond its letters. */
    private static long einsum(Node node, Function<String, List<Long>> shapes) {
        if (node.inputs().size() < 2) {
            return 0;
        }
        String[] operands = node.text("equation", "").replace(" ", "").split("->")[0].split(",");
        Map<Character, Long> sizes = new HashMap<>();
        long others = 1;
        for (int i = 0; i < operands.length; i++) {
            List<Long> shape = shapes.apply(node.inputs().get(i));
            String letters = operands[i];
            int dots = letters.indexOf("...");
            int hidden = shape.size() - letters.replace(".", "").length();
            if (dots >= 0) {
                others = Math.max(others, product(shape.subList(dots, dots + hidden)));
            }
            for (int k = 0, axis = 0; k < letters.length(); k++) {
                if (k == dots) {
                    axis += hidden;
                    k += 2;
                } else {
                    sizes.merge(letters.charAt(k), shape.get(axis++), Math::max);
                }
            }
        }
        return others * product(List.copyOf(sizes.values()));
    }

    private static long product(List<Long> dims) {
        return dims.stream().reduce(1L, Math::multiplyExact);
    }
}
