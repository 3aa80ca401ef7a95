package dev.reassembly.model.graph;

import java.util.List;
import java.util.Map;

/**
 * One operator of a graph. {@code inputs} may hold empty strings for optional inputs that are left out, as in ONNX.
 * {@code domain} is empty for the standard operator set. {@code opset} is the operator set of the file that the node comes from,
 * which errors name; what the node does is always said in the semantics of {@link Graph#OPSET}.
 */
public record Node(String name, String domain, String operator, List<String> inputs, List<String> outputs,
        Map<String, Attribute> attributes, int opset) {
    public Node {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Map.copyOf(attributes);
    }

    /** A node that comes from no file. */
    public Node(String name, String domain, String operator, List<String> inputs, List<String> outputs,
            Map<String, Attribute> attributes) {
        this(name, domain, operator, inputs, outputs, attributes, Graph.OPSET);
    }

    /** A node of the standard operator set without attributes that comes from no file. */
    public Node(String name, String operator, List<String> inputs, List<String> outputs) {
        this(name, "", operator, inputs, outputs, Map.of());
    }

    public Node withInputs(List<String> replaced) {
        return new Node(name, domain, operator, replaced, outputs, attributes, opset);
    }

    public Node withOpset(int replaced) {
        return new Node(name, domain, operator, inputs, outputs, attributes, replaced);
    }

    public long integer(String attribute, long otherwise) {
        return attributes.get(attribute) instanceof Attribute.Int i ? i.value() : otherwise;
    }

    public float real(String attribute, float otherwise) {
        return attributes.get(attribute) instanceof Attribute.Real r ? r.value() : otherwise;
    }

    public String text(String attribute, String otherwise) {
        return attributes.get(attribute) instanceof Attribute.Text t ? t.value() : otherwise;
    }

    /** The attribute's integers, or null when it is absent. */
    public List<Long> integers(String attribute) {
        return attributes.get(attribute) instanceof Attribute.Ints i ? i.values() : null;
    }
}
