package dev.reassembly.model.run;

import static dev.reassembly.model.run.OperatorCase.normal;
import static dev.reassembly.model.run.OperatorCase.positive;

import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small networks to run in tests. */
final class Nets {
    private Nets() {}

    /** From x (n, c, s, s): Conv 3x3, BatchNormalization "bn.scale", Clip, Mul, GlobalAveragePool, reshaped by Shape, Gemm. */
    static Graph convolutional(long channels, long size) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        weights.put("conv.weight", normal(channels, channels, 3, 3));
        weights.put("bn.scale", positive(channels));
        weights.put("bn.bias", normal(channels));
        weights.put("bn.mean", normal(channels));
        weights.put("bn.var", positive(channels));
        weights.put("low", Tensor.ofFloats(List.of(1L), 0));
        weights.put("high", Tensor.ofFloats(List.of(1L), 6));
        weights.put("half", Tensor.ofFloats(List.of(), 0.5f));
        weights.put("first", Tensor.ofLongs(List.of(1L), 0));
        weights.put("rest", Tensor.ofLongs(List.of(1L), -1));
        weights.put("fc.weight", normal(channels, 5));
        weights.put("fc.bias", normal(5));
        List<Node> nodes = List.of(
                new Node("conv", "", "Conv", List.of("x", "conv.weight"), List.of("a"),
                        Map.of("pads", new Attribute.Ints(List.of(1L, 1L, 1L, 1L)))),
                new Node("bn", "BatchNormalization", List.of("a", "bn.scale", "bn.bias", "bn.mean", "bn.var"), List.of("b")),
                new Node("clip", "Clip", List.of("b", "low", "high"), List.of("c")),
                new Node("scaled", "Mul", List.of("c", "half"), List.of("d")),
                new Node("pool", "GlobalAveragePool", List.of("d"), List.of("e")),
                new Node("shape", "Shape", List.of("e"), List.of("s")),
                new Node("batch", "Gather", List.of("s", "first"), List.of("n")),
                new Node("target", "", "Concat", List.of("n", "rest"), List.of("t"), Map.of("axis", new Attribute.Int(0))),
                new Node("flat", "Reshape", List.of("e", "t"), List.of("f")),
                new Node("fc", "Gemm", List.of("f", "fc.weight", "fc.bias"), List.of("y")));
        return new Graph("net", List.of(new ValueInfo("x", ElementType.FLOAT, List.of(-1L, channels, size, size))),
                List.of(new ValueInfo("y", ElementType.FLOAT, List.of(-1L, 5L))), nodes, weights);
    }

    /** A graph of nodes with one float input "x" and one output "y", without initializers. */
    static Graph of(Node... nodes) {
        return new Graph("net", List.of(new ValueInfo("x", ElementType.FLOAT, List.of(-1L, -1L))),
                List.of(new ValueInfo("y", ElementType.FLOAT, List.of(-1L, -1L))), List.of(nodes), Map.of());
    }
}
