package dev.reassembly.model.run;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Node;
import java.util.List;
import java.util.function.Function;

/** Functions of one tensor, comparisons, logic, casts and choices. */
final class Elementwise {
    private Elementwise() {}

    static void register(OperatorTable table) {
        table.unary("Sqrt", JniUtils::sqrt);
        table.unary("Exp", JniUtils::exp);
        table.unary("Log", JniUtils::log);
        table.unary("Erf", JniUtils::erf);
        table.unary("Tanh", JniUtils::tanh);
        table.unary("Sigmoid", JniUtils::sigmoid);
        table.unary("Abs", JniUtils::abs);
        table.unary("Neg", JniUtils::neg);
        table.unary("Sign", JniUtils::sign);
        table.unary("Floor", JniUtils::floor);
        table.unary("Ceil", JniUtils::ceil);
        table.unary("Round", JniUtils::round);
        table.unary("Sin", JniUtils::sin);
        table.unary("Cos", JniUtils::cos);
        table.unary("Tan", JniUtils::tan);
        table.unary("Asin", JniUtils::asin);
        table.unary("Acos", JniUtils::acos);
        table.unary("Atan", JniUtils::atan);
        table.unary("Sinh", JniUtils::sinh);
        table.unary("Cosh", JniUtils::cosh);
        table.single("Asinh", node -> Elementwise::asinh);
        table.single("Acosh", node -> x -> JniUtils.log(JniUtils.add(x.get(0),
                JniUtils.sqrt(JniUtils.sub(JniUtils.square(x.get(0)), x.scalar(1, x.get(0)))))));
        table.single("Atanh", node -> x -> JniUtils.mul(x.scalar(0.5, x.get(0)), JniUtils.log(JniUtils.div(
                JniUtils.add(x.scalar(1, x.get(0)), x.get(0)), JniUtils.sub(x.scalar(1, x.get(0)), x.get(0))))));
        table.unary("IsNaN", JniUtils::isNaN);
        table.unary("Not", JniUtils::logicalNot);
        table.unary("Identity", Elementwise::alias);
        table.single("Reciprocal", node -> x -> JniUtils.div(x.scalar(1, x.get(0)), x.get(0)));
        table.single("IsInf", Elementwise::isInf);
        table.multiple("Dropout", Elementwise::dropout, 1, 2);

        table.single("And", node -> x -> JniUtils.logicalAnd(x.get(0), x.get(1)));
        table.single("Or", node -> x -> JniUtils.logicalOr(x.get(0), x.get(1)));
        table.single("Xor", node -> x -> JniUtils.logicalXor(x.get(0), x.get(1)));
        table.single("Equal", node -> x -> JniUtils.eq(x.get(0), x.get(1)));
        table.single("Less", node -> x -> JniUtils.lt(x.get(0), x.get(1)));
        table.single("LessOrEqual", node -> x -> JniUtils.lte(x.get(0), x.get(1)));
        table.single("Greater", node -> x -> JniUtils.gt(x.get(0), x.get(1)));
        table.single("GreaterOrEqual", node -> x -> JniUtils.gte(x.get(0), x.get(1)));

        table.single("Where", node -> x -> JniUtils.where(x.get(0), x.get(1), x.get(2)));
        table.single("Cast", Elementwise::cast);
        table.single("CastLike", node -> x -> convert(x.get(0), x.get(1).getDataType()));
    }

    /** Inference only, which changes nothing; so does training with ratio 0. */
    private static Operation dropout(Node node) {
        return x -> {
            boolean training = x.has(2) && x.real(2) != 0;
            if (training && (!x.has(1) || x.real(1) != 0)) {
                throw Refusal.of(node, " in training mode");
            }
            return node.outputs().size() < 2 ? List.of(alias(x.get(0))) : List.of(alias(x.get(0)),
                    JniUtils.onesLike(x.get(0), DataType.BOOLEAN, x.get(0).getDevice(), x.get(0).getSparseFormat()));
        };
    }

    /** Another handle on the same memory, so that each can be closed alone; gradients pass. */
    static PtNDArray alias(PtNDArray array) {
        return JniUtils.reshape(array, Operands.dims(array));
    }

    /** Gradients do not pass where the type changes. */
    static PtNDArray convert(PtNDArray array, DataType type) {
        return array.getDataType() == type ? alias(array) : JniUtils.to(array, type, array.getDevice());
    }

    private static Function<Operands, PtNDArray> cast(Node node) {
        Function<Operands, DataType> type = named(node, "to", ElementType.FLOAT);
        return x -> convert(x.get(0), type.apply(x));
    }

    /** The type that an attribute names. All float types of a graph run as the network's one float type. */
    static Function<Operands, DataType> named(Node node, String attribute, ElementType otherwise) {
        try {
            ElementType type = ElementType.ofOnnx((int) node.integer(attribute, otherwise.onnxCode()));
            DataType exact = type.isFloating() ? null : Tensors.dataType(type);
            return x -> exact == null ? x.context().real() : exact;
        } catch (IllegalArgumentException e) {
            throw Refusal.of(node, ": " + e.getMessage());
        }
    }

    /** sign(x) ln(|x| + sqrt(x^2 + 1)): the logarithm of the negative half would cancel. */
    private static PtNDArray asinh(Operands x) {
        PtNDArray size = JniUtils.abs(x.get(0));
        PtNDArray root = JniUtils.sqrt(JniUtils.add(JniUtils.square(size), x.scalar(1, size)));
        return JniUtils.mul(JniUtils.sign(x.get(0)), JniUtils.log(JniUtils.add(size, root)));
    }

    private static Function<Operands, PtNDArray> isInf(Node node) {
        boolean negative = node.integer("detect_negative", 1) != 0;
        boolean positive = node.integer("detect_positive", 1) != 0;
        if (negative && positive) {
            return x -> JniUtils.isInf(x.get(0));
        }
        double wanted = positive ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        if (positive || negative) {
            return x -> JniUtils.eq(x.get(0), x.scalar(wanted, x.get(0)));
        }
        return x -> JniUtils.zerosLike(x.get(0), DataType.BOOLEAN, x.get(0).getDevice(), x.get(0).getSparseFormat());
    }
}
