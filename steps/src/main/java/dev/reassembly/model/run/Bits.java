package dev.reassembly.model.run;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.Node;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;

/** Bits of integers. The engine's binding has no such operations: the few small tensors that need them go over the host. */
final class Bits {
    private Bits() {}

    static void register(OperatorTable table) {
        table.single("BitwiseAnd", node -> x -> Arithmetic.exactly(x, x.get(0), x.get(1), (a, b) -> a & b));
        table.single("BitwiseOr", node -> x -> Arithmetic.exactly(x, x.get(0), x.get(1), (a, b) -> a | b));
        table.single("BitwiseXor", node -> x -> Arithmetic.exactly(x, x.get(0), x.get(1), (a, b) -> a ^ b));
        table.single("BitwiseNot", node -> x -> x.get(0).getDataType() == DataType.UINT8
                ? JniUtils.sub(x.scalar(255, x.get(0)), x.get(0)) : JniUtils.sub(x.scalar(-1, x.get(0)), x.get(0)));
        table.single("BitShift", Bits::shift);
    }

    /** Types that run as wider ones keep the bits shifted beyond their width. */
    private static Function<Operands, PtNDArray> shift(Node node) {
        String direction = node.text("direction", "");
        LongBinaryOperator function = switch (direction) {
            case "LEFT" -> (a, b) -> b < 0 || b >= Long.SIZE ? 0 : a << b;
            case "RIGHT" -> (a, b) -> a >> (b < 0 || b >= Long.SIZE ? Long.SIZE - 1 : b);
            default -> throw Refusal.of(node, " with direction '" + direction + "'");
        };
        return x -> Arithmetic.exactly(x, x.get(0), x.get(1), function);
    }
}
