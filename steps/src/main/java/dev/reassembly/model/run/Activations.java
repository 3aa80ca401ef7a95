package dev.reassembly.model.run;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.Node;
import java.util.function.Function;

/** Activation functions; formulas from the ONNX operator specification. */
final class Activations {
    private static final double SELU_ALPHA = 1.67326319217681884765625;
    private static final double SELU_GAMMA = 1.05070102214813232421875;

    private Activations() {}

    static void register(OperatorTable table) {
        table.unary("Relu", JniUtils::relu);
        table.unary("Softplus", JniUtils::softPlus);
        table.unary("Softsign", JniUtils::softSign);
        table.unary("Mish", x -> JniUtils.mul(x, JniUtils.tanh(JniUtils.softPlus(x))));
        table.single("LeakyRelu", node -> {
            double alpha = node.real("alpha", 0.01f);
            return x -> JniUtils.leakyRelu(x.get(0), alpha);
        });
        table.single("PRelu", node -> x -> {
            PtNDArray value = x.get(0);
            return JniUtils.where(JniUtils.lt(value, x.scalar(0, value)), JniUtils.mul(value, x.get(1)), value);
        });
        table.single("Elu", node -> {
            double alpha = node.real("alpha", 1);
            return x -> JniUtils.elu(x.get(0), alpha);
        });
        table.single("Celu", node -> {
            double alpha = node.real("alpha", 1);
            return x -> {
                PtNDArray scale = x.scalar(alpha, x.get(0));
                return JniUtils.mul(JniUtils.elu(JniUtils.div(x.get(0), scale), 1), scale);
            };
        });
        table.single("Selu", node -> {
            double alpha = node.real("alpha", (float) SELU_ALPHA);
            double gamma = node.real("gamma", (float) SELU_GAMMA);
            return x -> JniUtils.mul(JniUtils.elu(x.get(0), alpha), x.scalar(gamma, x.get(0)));
        });
        table.single("HardSigmoid", node -> {
            double alpha = node.real("alpha", 0.2f);
            double beta = node.real("beta", 0.5f);
            return x -> hardSigmoid(x, alpha, beta);
        });
        table.single("HardSwish", node -> x -> JniUtils.mul(x.get(0), hardSigmoid(x, 1.0 / 6, 0.5)));
        table.single("ThresholdedRelu", node -> {
            double alpha = node.real("alpha", 1);
            return x -> {
                PtNDArray value = x.get(0);
                return JniUtils.where(JniUtils.gt(value, x.scalar(alpha, value)), value, x.scalar(0, value));
            };
        });
        table.single("Gelu", Activations::gelu);
        table.single("Shrink", Activations::shrink);
    }

    /** x + bias below -lambd, x - bias above lambd, 0 between. */
    private static Function<Operands, PtNDArray> shrink(Node node) {
        double bias = node.real("bias", 0);
        double bound = node.real("lambd", 0.5f);
        return x -> {
            PtNDArray value = x.get(0);
            PtNDArray zero = x.scalar(0, value);
            PtNDArray above = JniUtils.where(JniUtils.gt(value, x.scalar(bound, value)), JniUtils.sub(value, x.scalar(bias, value)), zero);
            return JniUtils.where(JniUtils.lt(value, x.scalar(-bound, value)), JniUtils.add(value, x.scalar(bias, value)), above);
        };
    }

    private static PtNDArray hardSigmoid(Operands x, double alpha, double beta) {
        PtNDArray value = x.get(0);
        return Arithmetic.clip(x, JniUtils.add(JniUtils.mul(value, x.scalar(alpha, value)), x.scalar(beta, value)), 0, 1);
    }

    private static Function<Operands, PtNDArray> gelu(Node node) {
        String approximation = node.text("approximate", "none");
        return switch (approximation) {
            case "none" -> x -> JniUtils.gelu(x.get(0));
            case "tanh" -> Activations::geluByTanh;
            default -> throw Refusal.of(node, " with approximate '" + approximation + "'");
        };
    }

    /** 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))). */
    private static PtNDArray geluByTanh(Operands x) {
        PtNDArray value = x.get(0);
        PtNDArray cube = JniUtils.mul(JniUtils.square(value), value);
        PtNDArray inner = JniUtils.add(value, JniUtils.mul(cube, x.scalar(0.044715, value)));
        PtNDArray tanh = JniUtils.tanh(JniUtils.mul(inner, x.scalar(Math.sqrt(2 / Math.PI), value)));
        return JniUtils.mul(JniUtils.mul(value, x.scalar(0.5, value)), JniUtils.add(tanh, x.scalar(1, value)));
    }
}
