package dev.reassembly.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Graph to protobuf message. Weights are wrapped, never copied. Everything that has no order in {@link Graph} gets one:
 * initializers go by first use and then by name, attributes and metadata by name, so equal graphs give equal bytes.
 */
final class ModelEncoder {
    private static final int IR_VERSION = 10;
    private static final String PRODUCER = "deep-model-reassembly";

    private ModelEncoder() {}

    /** @param external the tensors that lie in another file, or an empty map */
    static ModelProto encode(Graph graph, Map<String, String> metadata, Map<String, ExternalPlace> external) {
        GraphProto.Builder out = GraphProto.newBuilder().setName(graph.name().isBlank() ? "graph" : graph.name());
        graph.inputs().forEach(info -> out.addInput(valueInfo(info)));
        graph.outputs().forEach(info -> out.addOutput(valueInfo(info)));
        graph.nodes().forEach(node -> out.addNode(node(node)));
        ordered(graph).forEach((name, tensor) -> out.addInitializer(initializer(name, tensor, external.get(name))));
        ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(IR_VERSION).setProducerName(PRODUCER).setGraph(out)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(Graph.OPSET));
        new TreeMap<>(metadata).forEach((key, value) -> model.addMetadataProps(entry(key, value)));
        return model.build();
    }

    static Map<String, Tensor> ordered(Graph graph) {
        Map<String, Tensor> ordered = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            for (String input : node.inputs()) {
                Tensor tensor = graph.initializers().get(input);
                if (tensor != null) {
                    ordered.put(input, tensor);
                }
            }
        }
        new TreeMap<>(graph.initializers()).forEach(ordered::putIfAbsent);
        return ordered;
    }

    private static TensorProto initializer(String name, Tensor tensor, ExternalPlace place) {
        TensorProto.Builder out = TensorProto.newBuilder().setName(name).setDataType(tensor.type().onnxCode())
                .addAllDims(tensor.shape());
        if (place == null) {
            return out.setRawData(UnsafeByteOperations.unsafeWrap(tensor.data())).build();
        }
        return out.setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", place.file()))
                .addExternalData(entry("offset", Long.toString(place.offset())))
                .addExternalData(entry("length", Long.toString(place.length()))).build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private static ValueInfoProto valueInfo(ValueInfo info) {
        TypeProto.Tensor.Builder type = TypeProto.Tensor.newBuilder().setElemType(info.type().onnxCode());
        if (info.hasRank()) {
            var shape = type.getShapeBuilder();
            for (long dim : info.shape()) {
                if (dim >= 0) {
                    shape.addDimBuilder().setDimValue(dim);
                } else {
                    shape.addDimBuilder();
                }
            }
        }
        return ValueInfoProto.newBuilder().setName(info.name()).setType(TypeProto.newBuilder().setTensorType(type)).build();
    }

    private static NodeProto node(Node node) {
        NodeProto.Builder out = NodeProto.newBuilder().setName(node.name()).setOpType(node.operator()).addAllInput(node.inputs())
                .addAllOutput(node.outputs());
        if (!node.domain().isEmpty()) {
            out.setDomain(node.domain());
        }
        new TreeMap<>(node.attributes()).forEach((name, value) -> out.addAttribute(attribute(name, value)));
        return out.build();
    }

    private static AttributeProto attribute(String name, Attribute value) {
        AttributeProto.Builder out = AttributeProto.newBuilder().setName(name);
        if (value instanceof Attribute.Int v) {
            out.setType(AttributeType.INT).setI(v.value());
        } else if (value instanceof Attribute.Real v) {
            out.setType(AttributeType.FLOAT).setF(v.value());
        } else if (value instanceof Attribute.Text v) {
            out.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(v.value()));
        } else if (value instanceof Attribute.Ints v) {
            out.setType(AttributeType.INTS).addAllInts(v.values());
        } else if (value instanceof Attribute.Reals v) {
            out.setType(AttributeType.FLOATS).addAllFloats(v.values());
        } else if (value instanceof Attribute.Texts v) {
            out.setType(AttributeType.STRINGS);
            v.values().forEach(text -> out.addStrings(ByteString.copyFromUtf8(text)));
        } else if (value instanceof Attribute.Constant v) {
            out.setType(AttributeType.TENSOR).setT(initializer("", v.value(), null));
        }
        return out.build();
    }
}
