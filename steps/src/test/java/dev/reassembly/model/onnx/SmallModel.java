package dev.reassembly.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Builds ONNX files of any operator set straight from protobuf messages, valid ones and broken ones. */
final class SmallModel {
    final GraphProto.Builder graph = GraphProto.newBuilder().setName("small");
    final ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8);

    SmallModel(int opset) {
        model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset));
    }

    /** Dimensions of -1 are symbolic. */
    SmallModel input(String name, ElementType type, long... shape) {
        graph.addInput(value(name, type, shape));
        return this;
    }

    SmallModel output(String name, ElementType type, long... shape) {
        graph.addOutput(value(name, type, shape));
        return this;
    }

    /** An output of which the file only tells the type. */
    SmallModel output(String name, ElementType type) {
        graph.addOutput(ValueInfoProto.newBuilder().setName(name).setType(TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type.onnxCode()))));
        return this;
    }

    SmallModel initializer(String name, Tensor tensor) {
        graph.addInitializer(tensor(tensor).setName(name));
        return this;
    }

    /** @param attributes names and values in turn: Integer, Float, String, long[], float[], Tensor */
    SmallModel node(String operator, List<String> inputs, List<String> outputs, Object... attributes) {
        NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).setName(operator.toLowerCase() + graph.getNodeCount())
                .addAllInput(inputs).addAllOutput(outputs);
        for (int i = 0; i < attributes.length; i += 2) {
            node.addAttribute(attribute((String) attributes[i], attributes[i + 1]));
        }
        graph.addNode(node);
        return this;
    }

    byte[] bytes() {
        return model.setGraph(graph).build().toByteArray();
    }

    Path write(Path folder) throws IOException {
        return Files.write(folder.resolve("small.onnx"), bytes());
    }

    static TensorProto.Builder tensor(Tensor tensor) {
        return TensorProto.newBuilder().setDataType(tensor.type().onnxCode()).addAllDims(tensor.shape())
                .setRawData(ByteString.copyFrom(tensor.data()));
    }

    static AttributeProto attribute(String name, Object value) {
        AttributeProto.Builder out = AttributeProto.newBuilder().setName(name);
        if (value instanceof Integer i) {
            out.setType(AttributeType.INT).setI(i);
        } else if (value instanceof Float f) {
            out.setType(AttributeType.FLOAT).setF(f);
        } else if (value instanceof String s) {
            out.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(s));
        } else if (value instanceof long[] ints) {
            out.setType(AttributeType.INTS);
            for (long i : ints) {
                out.addInts(i);
            }
        } else if (value instanceof float[] floats) {
            out.setType(AttributeType.FLOATS);
            for (float f : floats) {
                out.addFloats(f);
            }
        } else if (value instanceof Tensor t) {
            out.setType(AttributeType.TENSOR).setT(tensor(t));
        } else {
            throw new IllegalArgumentException("no attribute of " + value.getClass());
        }
        return out.build();
    }

    private static ValueInfoProto value(String name, ElementType type, long... shape) {
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type.onnxCode());
        tensor.getShapeBuilder();
        for (long dim : shape) {
            var dimension = tensor.getShapeBuilder().addDimBuilder();
            if (dim >= 0) {
                dimension.setDimValue(dim);
            }
        }
        return ValueInfoProto.newBuilder().setName(name).setType(TypeProto.newBuilder().setTensorType(tensor)).build();
    }
}
