package dev.reassembly.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.Node;
import java.util.HashMap;
import java.util.Map;

/** Nodes of the standard operator set with attributes that are plain values; others are refused by name. */
final class NodeReader {
    private final String subject;
    private final Map<String, Long> opsets;
    private final TensorReader tensors;

    NodeReader(String subject, Map<String, Long> opsets, TensorReader tensors) {
        this.subject = subject;
        this.opsets = opsets;
        this.tensors = tensors;
    }

    Node read(NodeProto proto, String name) {
        String domain = standard(proto.getDomain());
        String what = describe(name, proto.getOpType(), domain);
        if (!domain.isEmpty()) {
            throw new InvalidInputException(subject, what
                    + " is not a standard ONNX operator; only the default domain is supported");
        }
        Map<String, Attribute> attributes = new HashMap<>();
        for (AttributeProto attribute : proto.getAttributeList()) {
            if (attributes.put(attribute.getName(), attribute(attribute, what)) != null) {
                throw new InvalidInputException(subject, what + " has attribute '" + attribute.getName() + "' twice");
            }
        }
        return new Node(name, domain, proto.getOpType(), proto.getInputList(), proto.getOutputList(), attributes);
    }

    /** The empty string for both spellings of the default domain. */
    static String standard(String domain) {
        return domain.equals("ai.onnx") ? "" : domain;
    }

    /** How errors name a node. */
    String describe(String name, String operator, String domain) {
        Long version = opsets.get(domain);
        String set = domain.isEmpty() ? "opset" : "domain " + domain + ", opset";
        return "node '" + name + "' (operator " + operator + ", " + set + " " + (version == null ? "unknown" : version) + ")";
    }

    private Attribute attribute(AttributeProto proto, String what) {
        String label = "attribute '" + proto.getName() + "'";
        if (!proto.getRefAttrName().isEmpty()) {
            throw new InvalidInputException(subject, what + ": " + label + " refers to a function's attribute");
        }
        AttributeType type = proto.hasType() && proto.getType() != AttributeType.UNDEFINED ? proto.getType() : guess(proto);
        return switch (type) {
            case INT -> new Attribute.Int(proto.getI());
            case FLOAT -> new Attribute.Real(proto.getF());
            case STRING -> new Attribute.Text(proto.getS().toStringUtf8());
            case INTS -> new Attribute.Ints(proto.getIntsList());
            case FLOATS -> new Attribute.Reals(proto.getFloatsList());
            case STRINGS -> new Attribute.Texts(proto.getStringsList().stream().map(ByteString::toStringUtf8).toList());
            case TENSOR -> new Attribute.Constant(tensors.read(proto.getT(), what + ", " + label));
            case GRAPH, GRAPHS -> throw new InvalidInputException(subject, what + ": " + label
                    + " is a graph; control flow (If, Loop, Scan) is not supported");
            default -> throw new InvalidInputException(subject, what + ": " + label + " has type " + type
                    + ", which is not supported");
        };
    }

    /** Files of the first ONNX versions leave the type out; the field that is set tells it. */
    private static AttributeType guess(AttributeProto proto) {
        if (proto.hasI()) {
            return AttributeType.INT;
        } else if (proto.hasF()) {
            return AttributeType.FLOAT;
        } else if (proto.hasS()) {
            return AttributeType.STRING;
        } else if (proto.hasT()) {
            return AttributeType.TENSOR;
        } else if (proto.hasG()) {
            return AttributeType.GRAPH;
        } else if (proto.getIntsCount() > 0) {
            return AttributeType.INTS;
        } else if (proto.getFloatsCount() > 0) {
            return AttributeType.FLOATS;
        }
        return proto.getStringsCount() > 0 ? AttributeType.STRINGS : AttributeType.UNDEFINED;
    }
}
