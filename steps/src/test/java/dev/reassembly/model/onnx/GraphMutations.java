package dev.reassembly.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Changes a model where it hurts: its edges, operators, attributes, shapes, types and the numbers that shapes are made from. */
final class GraphMutations {
    private static final long[] NUMBERS = {0, 1, -1, 2, -2, 3, 7, 16, 100, 255, 65_536, 1 << 20, 1 << 28, Integer.MAX_VALUE, Integer.MIN_VALUE,
            1L << 31, 1L << 33, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final float[] REALS = {0, -1, 1e-30f, 2.5f, 1e10f, 1e38f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    private static final List<String> OPERATORS = List.of("Add", "ArgMax", "AveragePool", "BatchNormalization", "Cast", "Clip", "Concat",
            "Constant", "ConstantOfShape", "Conv", "ConvTranspose", "CumSum", "DepthToSpace", "Div", "Dropout", "Einsum", "Erf", "Expand",
            "Flatten", "Gather", "GatherElements", "GatherND", "Gelu", "Gemm", "GlobalAveragePool", "GroupNormalization", "Identity", "If",
            "InstanceNormalization", "LSTM", "LayerNormalization", "LpNormalization", "MatMul", "MaxPool", "Mod", "Mul", "NonZero",
            "Nothing", "OneHot", "PRelu", "Pad", "Pow", "Range", "ReduceMean", "ReduceSum", "ReduceMax", "Reshape", "Resize", "Scatter",
            "Shape", "Size", "Slice", "Softmax", "SpaceToDepth", "Split", "Sqrt", "Squeeze", "Sub", "Tile", "TopK", "Transpose", "Trilu",
            "Unsqueeze", "Upsample", "Where", "AffineGrid", "BitShift", "CenterCropPad", "Compress", "DequantizeLinear", "EyeLike", "GridSample",
            "LRN", "LpPool", "MaxUnpool", "QuantizeLinear", "ReverseSequence", "ScatterElements", "ScatterND", "Shrink");
    private static final List<String> ATTRIBUTES = List.of("axis", "axes", "perm", "kernel_shape", "strides", "pads", "dilations", "group",
            "to", "mode", "equation", "epsilon", "keepdims", "value", "blocksize", "allowzero", "auto_pad", "ceil_mode", "output_padding",
            "output_shape", "num_groups", "batch_dims", "transA", "alpha", "split", "num_outputs", "start", "end", "scales", "k");
    private static final List<String> TEXTS = List.of("", "linear", "cubic", "SAME_UPPER", "edge", "wrap", "ij,jk", "...i,ij->...j",
            "i,j,k,l->ijkl", "\u0000\n", "x".repeat(5000));
    private static final List<String> PLACES = List.of("../secret", "/etc/passwd", "..%2Fsecret", "a/../../b", "C:\\x", "", "case.onnx",
            "missing.bin", "\u0000", "file:///etc/passwd", ".");

    private final SplittableRandom random;
    private final ModelProto.Builder model;
    private final GraphProto.Builder graph;

    private GraphMutations(SplittableRandom random, ModelProto original) {
        this.random = random;
        this.model = original.toBuilder();
        this.graph = model.getGraphBuilder();
    }

    static ModelProto mutate(SplittableRandom random, ModelProto original) {
        GraphMutations mutations = new GraphMutations(random, original);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            mutations.once();
        }
        return mutations.model.build();
    }

    private void once() {
        switch (random.nextInt(12)) {
            case 0 -> nodes();
            case 1, 2 -> edges(node());
            case 3 -> node().setOpType(any(OPERATORS));
            case 4, 5, 6 -> attribute(node());
            case 7, 8 -> numbers();
            case 9 -> tensor(graph.getInitializerCount() == 0 ? graph.addInitializerBuilder()
                    : graph.getInitializerBuilder(random.nextInt(graph.getInitializerCount())));
            case 10 -> ends();
            default -> rare();
        }
    }

    private NodeProto.Builder node() {
        return graph.getNodeCount() == 0 ? graph.addNodeBuilder() : graph.getNodeBuilder(random.nextInt(graph.getNodeCount()));
    }

    private void nodes() {
        if (graph.getNodeCount() > 0) {
            int at = random.nextInt(graph.getNodeCount());
            switch (random.nextInt(3)) {
                case 0 -> graph.removeNode(at);
                case 1 -> graph.addNode(graph.getNode(at));
                default -> {
                    NodeProto copy = graph.getNode(at);
                    int other = random.nextInt(graph.getNodeCount());
                    graph.setNode(at, graph.getNode(other)).setNode(other, copy);
                }
            }
        }
    }

    /** Renaming an input to what a later node makes closes a cycle. */
    private void edges(NodeProto.Builder node) {
        int inputs = node.getInputCount();
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                if (inputs > 0) {
                    node.setInput(random.nextInt(inputs), anyTensor());
                }
            }
            case 2 -> node.addInput(anyTensor());
            case 3 -> {
                List<String> kept = new ArrayList<>(node.getInputList());
                if (inputs > 0) {
                    kept.remove(random.nextInt(inputs));
                }
                node.clearInput().addAllInput(kept);
            }
            case 4 -> node.addOutput(random.nextBoolean() ? "" : anyTensor());
            default -> {
                if (node.getOutputCount() > 0) {
                    node.setOutput(0, random.nextInt(3) == 0 ? "" : anyTensor());
                }
            }
        }
    }

    private String anyTensor() {
        List<String> names = new ArrayList<>(List.of("", "ghost", "logits"));
        graph.getNodeList().forEach(n -> names.addAll(n.getOutputList()));
        graph.getInitializerList().forEach(i -> names.add(i.getName()));
        graph.getInputList().forEach(i -> names.add(i.getName()));
        return any(names);
    }

    private void attribute(NodeProto.Builder node) {
        int count = node.getAttributeCount();
        if (count == 0 || random.nextInt(3) == 0) {
            AttributeProto.Builder added = node.addAttributeBuilder().setName(any(ATTRIBUTES));
            value(added, any(List.of(AttributeType.INT, AttributeType.INTS, AttributeType.FLOAT, AttributeType.STRING, AttributeType.TENSOR)));
            return;
        }
        int at = random.nextInt(count);
        AttributeProto.Builder changed = node.getAttributeBuilder(at);
        switch (random.nextInt(6)) {
            case 0 -> node.removeAttribute(at);
            case 1 -> changed.setType(any(List.of(AttributeType.values())));
            case 2 -> changed.setName(any(ATTRIBUTES));
            case 3 -> changed.addInts(number());
            case 4 -> {
                if (changed.getIntsCount() > 0) {
                    changed.setInts(random.nextInt(changed.getIntsCount()), number());
                }
            }
            default -> value(changed, changed.getType());
        }
    }

    private void value(AttributeProto.Builder attribute, AttributeType type) {
        attribute.setType(type);
        switch (type) {
            case INT -> attribute.setI(number());
            case FLOAT -> attribute.setF(REALS[random.nextInt(REALS.length)]);
            case STRING -> attribute.setS(ByteString.copyFromUtf8(any(TEXTS)));
            case INTS -> {
                attribute.clearInts();
                for (int i = random.nextInt(5); i > 0; i--) {
                    attribute.addInts(number());
                }
            }
            case TENSOR -> tensor(attribute.getTBuilder());
            default -> attribute.setI(number());
        }
    }

    private long number() {
        return random.nextBoolean() ? random.nextLong(-3, 9) : NUMBERS[random.nextInt(NUMBERS.length)];
    }

    /** Changes an element of a constant that holds integers: shapes, axes, repeats. */
    private void numbers() {
        List<TensorProto.Builder> integers = new ArrayList<>(graph.getInitializerBuilderList()).stream()
                .filter(t -> t.getDataType() == 7 && t.getRawData().size() >= 8).toList();
        if (!integers.isEmpty()) {
            TensorProto.Builder tensor = any(integers);
            byte[] bytes = tensor.getRawData().toByteArray();
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(8 * random.nextInt(bytes.length / 8), number());
            tensor.setRawData(ByteString.copyFrom(bytes));
        }
    }

    private void tensor(TensorProto.Builder tensor) {
        switch (random.nextInt(7)) {
            case 0 -> tensor.addDims(number());
            case 1 -> {
                if (tensor.getDimsCount() > 0) {
                    tensor.setDims(random.nextInt(tensor.getDimsCount()), number());
                }
            }
            case 2 -> tensor.setDataType(random.nextInt(-1, 25));
            case 3 -> tensor.clearDims().addDims(2).setDataType(1 + random.nextInt(16)).setRawData(ByteString.copyFrom(new byte[2 << random
                    .nextInt(4)]));
            case 4 -> tensor.setDataLocation(TensorProto.DataLocation.EXTERNAL).addExternalData(StringStringEntryProto.newBuilder()
                    .setKey("location").setValue(any(PLACES)));
            case 5 -> {
                List<Long> dims = new ArrayList<>(tensor.getDimsList());
                java.util.Collections.reverse(dims);
                tensor.clearDims().addAllDims(dims);
            }
            default -> tensor.clearRawData().clearDims().addDims(1L << random.nextInt(50)).setDataType(1);
        }
    }

    private void ends() {
        boolean input = random.nextBoolean() && graph.getInputCount() > 0;
        if (!input && graph.getOutputCount() == 0) {
            return;
        }
        ValueInfoProto.Builder end = input ? graph.getInputBuilder(random.nextInt(graph.getInputCount()))
                : graph.getOutputBuilder(random.nextInt(graph.getOutputCount()));
        var type = end.getTypeBuilder().getTensorTypeBuilder();
        switch (random.nextInt(6)) {
            case 0 -> type.setElemType(random.nextInt(-1, 25));
            case 1 -> type.getShapeBuilder().addDim(Dimension.newBuilder().setDimValue(number()));
            case 2 -> {
                if (type.getShapeBuilder().getDimCount() > 0) {
                    type.getShapeBuilder().setDim(0, Dimension.newBuilder().setDimValue(number()));
                }
            }
            case 3 -> type.clearShape();
            case 4 -> graph.addInput(graph.getInputCount() > 0 ? graph.getInput(0) : end.build());
            default -> end.setName(anyTensor());
        }
    }

    private void rare() {
        switch (random.nextInt(5)) {
            case 0 -> model.getOpsetImportBuilder(0).setVersion(random.nextInt(7, 24));
            case 1 -> model.getOpsetImportBuilder(0).setVersion(random.nextInt(9, 14));
            case 2 -> node().addAttributeBuilder().setName("body").setType(AttributeType.GRAPH).setG(nested(random.nextInt(1, 120)));
            case 3 -> node().setDomain("com.microsoft");
            default -> graph.addOutput(ValueInfoProto.newBuilder().setName(anyTensor()).setType(graph.getOutputCount() > 0
                    ? graph.getOutput(0).getType() : graph.getInput(0).getType()));
        }
    }

    private static GraphProto nested(int depth) {
        GraphProto inner = GraphProto.getDefaultInstance();
        for (int i = 0; i < depth; i++) {
            inner = GraphProto.newBuilder().addNode(NodeProto.newBuilder().addAttribute(AttributeProto.newBuilder().setName("g").setG(inner)))
                    .build();
        }
        return inner;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
