package dev.reassembly.model.run;

import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds layer normalisations, GELUs and affine maps that exporters wrote out in small operators. One engine call for each
 * reads and writes memory once instead of up to nine times.
 */
final class Fusions {
    private static final double TOLERANCE = 1e-6;

    private final Wiring wiring;

    private Fusions(Wiring wiring) {
        this.wiring = wiring;
    }

    /** Fusions that do not overlap, in program order. */
    static List<Fusion> find(Wiring wiring) {
        Fusions fusions = new Fusions(wiring);
        List<Fusion> found = new ArrayList<>();
        for (int place = 0; place < wiring.size(); place++) {
            Fusion fusion = fusions.endingAt(place);
            if (fusion != null) {
                found.add(fusion);
            }
        }
        return found;
    }

    private Fusion endingAt(int place) {
        if (wiring.is(place, "Mul")) {
            return gelu(place);
        }
        if (!wiring.is(place, "Add")) {
            return null;
        }
        Fusion affine = affine(place);
        return affine == null ? layerNormalisation(place) : affine;
    }

    /** The input of a step with two inputs that is not this one. */
    private int other(int place, int slot) {
        int[] inputs = wiring.step(place).inputs();
        return inputs[0] == slot ? inputs[1] : inputs[0];
    }

    private int input(int place, int index) {
        return wiring.step(place).inputs()[index];
    }

    /** The input of a commutative step that this operator makes; -1 for none. */
    private int madeBy(int place, String operator) {
        for (int slot : wiring.step(place).inputs()) {
            if (wiring.producer(slot, operator) >= 0) {
                return slot;
            }
        }
        return -1;
    }

    /** x W + b with weights W (in, out) and b (out). */
    private Fusion affine(int add) {
        int product = madeBy(add, "MatMul");
        int bias = other(add, product);
        int matMul = wiring.producer(product, "MatMul");
        List<Long> biasShape = matMul < 0 ? null : wiring.weight(bias);
        List<Long> weightShape = matMul < 0 ? null : wiring.weight(input(matMul, 1));
        if (biasShape == null || weightShape == null || weightShape.size() != 2
                || !biasShape.equals(weightShape.subList(1, 2))) {
            return null;
        }
        Step last = wiring.step(add);
        int[] inputs = {input(matMul, 0), input(matMul, 1), bias};
        Node node = new Node(last.node().name(), "", "MatMul", List.of(wiring.name(inputs[0]), wiring.name(inputs[1]),
                wiring.name(bias)), last.node().outputs(), Map.of(), last.node().opset());
        Operation linear = x -> List.of(x.context().mixed() ? JniUtils.add(MixedPrecision.product(x.get(0), x.get(1)), x.get(2))
                : JniUtils.linear(x.get(0), JniUtils.transpose(x.get(1), 0, 1), x.get(2)));
        return wiring.fuse(new int[] {matMul, add}, new Step(node, linear, inputs, new boolean[3], last.outputs()));
    }

    /** 0.5 x (1 + erf(x / sqrt(2))), with 0.5 multiplied last or with x first. */
    private Fusion gelu(int mul) {
        int half = constantInput(mul, 0.5);
        int outer = half >= 0 ? wiring.producer(other(mul, half), "Mul") : mul;
        if (outer >= 0) {
            for (int sum : wiring.step(outer).inputs()) {
                int add = wiring.producer(sum, "Add");
                int one = add < 0 ? -1 : constantInput(add, 1);
                int erf = one < 0 ? -1 : wiring.producer(other(add, one), "Erf");
                int div = erf < 0 ? -1 : wiring.producer(input(erf, 0), "Div");
                if (div >= 0 && Math.abs(wiring.number(input(div, 1)) - Math.sqrt(2)) <= TOLERANCE) {
                    return gelu(mul, half, outer, sum, new int[] {div, erf, add});
                }
            }
        }
        return null;
    }

    private Fusion gelu(int mul, int half, int outer, int sum, int[] inner) {
        int x = input(inner[0], 0);
        int factor = other(outer, sum);
        int scaling = half >= 0 ? outer : wiring.producer(factor, "Mul");
        int constant = half >= 0 || scaling < 0 ? half : constantInput(scaling, 0.5);
        if (constant < 0 || (half >= 0 ? factor : other(scaling, constant)) != x) {
            return null;
        }
        int[] members = {inner[0], inner[1], inner[2], scaling, mul};
        int one = other(inner[2], wiring.step(inner[1]).outputs()[0]);
        return wiring.fuse(members, wiring.standIn(mul, "Gelu", new int[] {x}, Map.of()), constant, one, input(inner[0], 1));
    }

    /** The input that is this number; -1 for none. */
    private int constantInput(int place, double value) {
        for (int slot : wiring.step(place).inputs()) {
            if (Math.abs(wiring.number(slot) - value) <= TOLERANCE * value) {
                return slot;
            }
        }
        return -1;
    }

    /** (x - mean) / sqrt(mean((x - mean)^2) + epsilon) * scale + bias over the last axis. */
    private Fusion layerNormalisation(int addBias) {
        int scaled = madeBy(addBias, "Mul");
        int mul = wiring.producer(scaled, "Mul");
        int normal = mul < 0 ? -1 : madeBy(mul, "Div");
        int div = wiring.producer(normal, "Div");
        int sub = div < 0 ? -1 : wiring.producer(input(div, 0), "Sub");
        int sqrt = div < 0 ? -1 : wiring.producer(input(div, 1), "Sqrt");
        int addEpsilon = sqrt < 0 ? -1 : wiring.producer(input(sqrt, 0), "Add");
        int variance = addEpsilon < 0 ? -1 : madeBy(addEpsilon, "ReduceMean");
        int meanOfSquares = wiring.producer(variance, "ReduceMean");
        int pow = meanOfSquares < 0 ? -1 : wiring.producer(input(meanOfSquares, 0), "Pow");
        int squared = pow < 0 ? -1 : wiring.producer(input(pow, 0), "Sub");
        int mean = sub < 0 ? -1 : wiring.producer(input(sub, 1), "ReduceMean");
        int meanAgain = squared < 0 ? -1 : wiring.producer(input(squared, 1), "ReduceMean");
        if (mean < 0 || meanAgain < 0 || wiring.number(input(pow, 1)) != 2) {
            return null;
        }
        int x = input(sub, 0);
        int epsilon = other(addEpsilon, variance);
        int scale = other(mul, normal);
        int bias = other(addBias, scaled);
        boolean same = input(squared, 0) == x && input(mean, 0) == x && input(meanAgain, 0) == x;
        boolean lastAxis = wiring.reducedAxis(mean) == -1 && wiring.reducedAxis(meanAgain) == -1
                && wiring.reducedAxis(meanOfSquares) == -1;
        boolean affine = isVector(scale) && wiring.weight(scale).equals(wiring.weight(bias));
        if (!same || !lastAxis || !affine || Double.isNaN(wiring.number(epsilon))) {
            return null;
        }
        Step layer = wiring.standIn(addBias, "LayerNormalization", new int[] {x, scale, bias},
                Map.of("epsilon", new Attribute.Real((float) wiring.number(epsilon))));
        int[] members = {mean, meanAgain, sub, squared, pow, meanOfSquares, addEpsilon, sqrt, div, mul, addBias};
        return wiring.fuse(members, layer, input(pow, 1), epsilon);
    }

    private boolean isVector(int slot) {
        return wiring.weight(slot) != null && wiring.weight(slot).size() == 1;
    }
}
