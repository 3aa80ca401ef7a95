package dev.reassembly.model.run;

import static dev.reassembly.model.run.OperatorCase.bools;
import static dev.reassembly.model.run.OperatorCase.bytes;
import static dev.reassembly.model.run.OperatorCase.longs;
import static dev.reassembly.model.run.OperatorCase.map;
import static dev.reassembly.model.run.OperatorCase.normal;
import static dev.reassembly.model.run.OperatorCase.of;
import static dev.reassembly.model.run.OperatorCase.positive;

import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Element by element operators compute what ONNX Runtime computes, with broadcasting and for integers. */
class ElementwiseTest {
    private static final float INF = Float.POSITIVE_INFINITY;

    @ParameterizedTest
    @MethodSource({"unary", "activations", "binary", "integers", "bits", "variadic", "logic", "casts"})
    void agreesWithTheOracle(OperatorCase example) throws Exception {
        example.check();
    }

    static Stream<OperatorCase> unary() {
        return Stream.concat(
                Stream.of("Exp", "Erf", "Tanh", "Sigmoid", "Abs", "Neg", "Sign", "Floor", "Ceil", "Reciprocal", "Sin", "Cos",
                        "Tan", "Atan", "Sinh", "Cosh", "Asinh", "Identity")
                        .flatMap(o -> Stream.of(of(o, normal(2, 3, 4)), of(o, normal()))),
                Stream.of(of("Sqrt", positive(3, 4)), of("Log", positive(3, 4)), of("Asin", small()), of("Acos", small()), of("Atanh", small()),
                        of("Acosh", map(new long[] {3, 4}, (random, i) -> 1.1f + random.nextFloat() * 9)),
                        of("Round", Tensor.ofFloats(List.of(7L), -2.5f, -1.5f, -0.5f, 0.5f, 1.5f, 2.5f, 2.6f)),
                        of("Abs", longs(new long[] {3}, -3, 0, Long.MAX_VALUE)), of("Neg", longs(new long[] {2}, -3, 5)),
                        of("Sign", longs(new long[] {3}, -3, 0, 5)),
                        of("IsNaN", special()), of("IsInf", special()), of("IsInf", special()).with("detect_negative", 0),
                        of("IsInf", special()).with("detect_positive", 0),
                        of("IsInf", special()).with("detect_positive", 0).with("detect_negative", 0)));
    }

    private static Tensor small() {
        return map(new long[] {3, 4}, (random, i) -> random.nextFloat() * 1.8f - 0.9f);
    }

    private static Tensor special() {
        return Tensor.ofFloats(List.of(5L), Float.NaN, INF, -INF, 0, 1);
    }

    static Stream<OperatorCase> activations() {
        Tensor wide = map(new long[] {2, 3, 5}, (random, i) -> (float) random.nextGaussian() * 4);
        return Stream.of(of("Relu", wide), of("LeakyRelu", wide), of("LeakyRelu", wide).with("alpha", 0.3f),
                of("PRelu", wide).constant(positive(3, 1)), of("PRelu", wide).constant(positive(1)),
                of("Elu", wide), of("Elu", wide).with("alpha", 2f), of("Selu", wide),
                of("Selu", wide).with("alpha", 2f).with("gamma", 0.5f), of("Celu", wide), of("Celu", wide).with("alpha", 2f),
                of("HardSigmoid", wide), of("HardSigmoid", wide).with("alpha", 0.1f).with("beta", 0.3f), of("HardSwish", wide),
                of("Gelu", wide), of("Gelu", wide).with("approximate", "tanh"), of("Mish", wide), of("Softplus", wide),
                of("Softsign", wide), of("Shrink", wide), of("Shrink", wide).with("bias", 0.3f).with("lambd", 1.5f),
                of("ThresholdedRelu", wide), of("ThresholdedRelu", wide).with("alpha", 2f),
                of("Clip", wide).number(-1).number(2), of("Clip", wide).none().number(1), of("Clip", wide).number(0),
                of("Clip", wide), of("Clip", longs(new long[] {4}, -9, 2, 7, 100)).constant(longs(new long[] {}, 0))
                        .constant(longs(new long[] {}, 7)));
    }

    static Stream<OperatorCase> binary() {
        return Stream.of("Add", "Sub", "Mul", "Div", "Max", "Min", "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual")
                .flatMap(o -> Stream.of(of(o, normal(2, 3, 4), normal(2, 3, 4)), of(o, normal(2, 1, 4), normal(3, 1)),
                        of(o, normal(4), normal(5, 2, 1, 1)), of(o, normal(2, 2)).number(0.5f), of(o, normal(), normal(3))));
    }

    static Stream<OperatorCase> integers() {
        Tensor a = longs(new long[] {2, 3}, 7, -7, 7, -7, Long.MAX_VALUE, 0);
        Tensor b = longs(new long[] {3}, 2, 2, -2);
        return Stream.of(
                of("Add", a, b), of("Sub", b, a), of("Mul", b, a), of("Div", a, b), of("Mod", a, b),
                of("Mod", longs(new long[] {4}, 7, -7, 7, -7), longs(new long[] {4}, 3, 3, -3, -3)).with("fmod", 1),
                of("Div", longs(new long[] {2}, (1L << 60) + 1, (1L << 53) + 1)).constant(longs(new long[] {}, 3)),
                of("Max", a, b), of("Min", a, b), of("Equal", a, b), of("Less", a, b), of("GreaterOrEqual", a, b),
                of("Pow", longs(new long[] {3}, 2, -3, 5), longs(new long[] {3}, 10, 3, 0)),
                of("Pow", positive(2, 3), longs(new long[] {3}, 0, 1, 3)),
                of("Mod", normal(2, 3), positive(3)).with("fmod", 1));
    }

    static Stream<OperatorCase> bits() {
        Tensor a = bytes(ElementType.UINT8, new long[] {2, 3}, 0, 1, 7, 128, 200, 255);
        Tensor b = bytes(ElementType.UINT8, new long[] {3}, 1, 3, 7);
        Tensor wide = longs(new long[] {3}, -1, 1L << 40, 12);
        return Stream.of(of("BitwiseAnd", a, b), of("BitwiseOr", a, b), of("BitwiseXor", a, b), of("BitwiseNot", a),
                of("BitwiseAnd", wide).constant(longs(new long[] {}, 6)), of("BitwiseNot", wide),
                of("BitShift", a, b).with("direction", "RIGHT"), of("BitShift", a, b).with("direction", "LEFT"));
    }

    static Stream<OperatorCase> variadic() {
        Tensor base = positive(2, 3);
        return Stream.of(of("Sum", normal(2, 3)), of("Sum", normal(2, 3), normal(3), normal(2, 1)),
                of("Mean", normal(2, 3), normal(3), normal(2, 1)), of("Max", normal(2, 3)),
                of("Max", normal(2, 3), normal(3), normal()),
                of("Min", normal(2, 3), normal(3), normal(2, 1)), of("Pow", base, positive(3)), of("Pow", base).number(2),
                of("Pow", base).number(0.5f), of("Pow", base).number(1), of("Pow", base).number(3), of("Pow", base).number(-1.5f),
                of("Pow", base, longs(new long[] {}, 2)));
    }

    static Stream<OperatorCase> logic() {
        Tensor a = bools(new long[] {2, 2}, 1, 1, 0, 0);
        Tensor b = bools(new long[] {2}, 1, 0);
        return Stream.of(of("And", a, b), of("Or", a, b), of("Xor", a, b), of("Not", a), of("Equal", a, b),
                of("Where", a, normal(2, 2), normal(3, 1, 1)), of("Where", b).constant(normal(1, 2)).number(-3),
                of("Where", a, longs(new long[] {}, 4), longs(new long[] {2}, 5, 6)));
    }

    static Stream<OperatorCase> casts() {
        Tensor reals = Tensor.ofFloats(List.of(6L), -2.7f, -0.3f, 0, 0.6f, 1, 100.9f);
        return Stream.of(of("Cast", reals).with("to", 7), of("Cast", reals).with("to", 6), of("Cast", reals).with("to", 9),
                of("Cast", reals).with("to", 1), of("Cast", longs(new long[] {2}, 3, 0)).with("to", 1),
                of("Cast", longs(new long[] {2}, 3, 0)).with("to", 9), of("Cast", longs(new long[] {2}, 3, 200)).with("to", 2),
                of("Cast", bools(new long[] {2}, 1, 0)).with("to", 1), of("Cast", bools(new long[] {2}, 1, 0)).with("to", 7),
                of("CastLike", reals, longs(new long[] {1}, 0)), of("CastLike", bools(new long[] {2}, 1, 0), normal(1)));
    }

    /** Not the oracle's business: narrow and wide floats all run as float32. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "DOUBLE", "BFLOAT16"})
    void castsAmongFloatsChangeNothing(ElementType type) {
        Tensor input = normal(3);
        Tensor output = of("Cast", input).with("to", type.onnxCode()).runHere().get("out0");
        Agreement.check("cast", output, input, 0, 0);
    }
}
