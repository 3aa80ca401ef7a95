package dev.reassembly.model.run;

import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network of half or double precision in single precision, the only one that blocks, stitches and heads are joined and trained in. Halves stay exact,
 * doubles are rounded.
 */
public final class SinglePrecision {
    private static final Set<ElementType> OTHERS = EnumSet.of(ElementType.FLOAT16, ElementType.BFLOAT16, ElementType.DOUBLE);
    /** Attributes by which operators name the type of what they make. */
    private static final Set<String> TYPES = Set.of("to", "dtype", "output_datatype");

    private SinglePrecision() {}

    /** Weights, constants, casts, inputs and outputs; the same graph when all is single precision. */
    public static Graph of(Graph graph) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        graph.initializers().forEach((name, tensor) -> weights.put(name, of(tensor)));
        List<Node> nodes = new ArrayList<>();
        graph.nodes().forEach(node -> nodes.add(of(node)));
        Graph single = new Graph(graph.name(), graph.inputs().stream().map(SinglePrecision::of).toList(),
                graph.outputs().stream().map(SinglePrecision::of).toList(), nodes, weights);
        return single.equals(graph) ? graph : single;
    }

    private static ValueInfo of(ValueInfo value) {
        return OTHERS.contains(value.type()) ? new ValueInfo(value.name(), ElementType.FLOAT, value.shape()) : value;
    }

    private static Node of(Node node) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        node.attributes().forEach((name, value) -> attributes.put(name, of(name, value)));
        return attributes.equals(node.attributes()) ? node
                : new Node(node.name(), node.domain(), node.operator(), node.inputs(), node.outputs(), attributes, node.opset());
    }

    private static Attribute of(String name, Attribute value) {
        if (value instanceof Attribute.Constant constant) {
            return OTHERS.contains(constant.value().type()) ? new Attribute.Constant(of(constant.value())) : value;
        }
        boolean other = TYPES.contains(name) && value instanceof Attribute.Int type && OTHERS.stream().anyMatch(o -> o.onnxCode() == type.value());
        return other ? new Attribute.Int(ElementType.FLOAT.onnxCode()) : value;
    }

    private static Tensor of(Tensor tensor) {
        return tensor.type() == ElementType.DOUBLE ? rounded(tensor) : OTHERS.contains(tensor.type()) ? Widening.widen(tensor) : tensor;
    }

    private static Tensor rounded(Tensor doubles) {
        ByteBuffer from = doubles.data();
        ByteBuffer to = ByteBuffer.allocateDirect(from.remaining() / 2).order(ByteOrder.LITTLE_ENDIAN);
        while (from.hasRemaining()) {
            to.putFloat((float) from.getDouble());
        }
        return new Tensor(ElementType.FLOAT, doubles.shape(), to.rewind());
    }
}
