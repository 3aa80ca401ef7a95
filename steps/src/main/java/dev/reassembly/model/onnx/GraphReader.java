package dev.reassembly.model.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes a model's graph over as it stands, constants as initializers; single assignment of names is checked here. */
final class GraphReader {
    private static final int MAX_NAME = 4096;
    /** Of inputs that are fed, and of outputs; multi-task networks have a dozen. */
    private static final int MAX_ENDS = 1000;
    private final String subject;
    private final TensorReader tensors;
    private final NodeReader nodes;
    private final Draft draft;

    GraphReader(Path modelFile, String subject, Map<String, Long> opsets, String graphName) {
        this.subject = subject;
        this.tensors = new TensorReader(modelFile, subject);
        this.nodes = new NodeReader(subject, opsets, tensors);
        this.draft = new Draft(subject, opsets.get("").intValue(), graphName.isBlank() ? "graph" : graphName);
    }

    Draft read(ModelProto model) {
        GraphProto graph = model.getGraph();
        if (model.getFunctionsCount() > 0) {
            throw refuse("defines the function '" + model.getFunctions(0).getName()
                    + "'; functions have to be inlined by the exporter");
        }
        if (graph.getSparseInitializerCount() > 0) {
            throw refuse("has the sparse initializer '" + graph.getSparseInitializer(0).getValues().getName()
                    + "'; only dense tensors are supported");
        }
        if (graph.getOutputCount() > MAX_ENDS) {
            throw refuse("has " + graph.getOutputCount() + " outputs; at most " + MAX_ENDS + " are allowed");
        }
        for (TensorProto initializer : graph.getInitializerList()) {
            claim(initializer.getName(), "an initializer");
            Tensor tensor = tensors.read(initializer, "initializer '" + initializer.getName() + "'");
            draft.initializers.put(initializer.getName(), tensor);
            draft.facts.put(initializer.getName(), ValueFact.of(tensor));
        }
        graph.getInputList().forEach(input -> input(input, graph));
        nodes(graph);
        graph.getOutputList().forEach(output -> output(output, graph));
        graph.getValueInfoList().forEach(this::declared);
        if (draft.outputs.isEmpty()) {
            throw refuse("has no output");
        }
        return draft;
    }

    private void input(ValueInfoProto proto, GraphProto graph) {
        if (draft.initializers.containsKey(proto.getName())) {
            return; // Old files list every weight among the inputs too.
        }
        claim(proto.getName(), "an input");
        ValueInfo info = valueInfo(proto, "input", graph);
        if (!info.hasRank()) {
            throw refuse("input '" + proto.getName() + "' does not tell its number of dimensions");
        }
        if (draft.inputs.size() == MAX_ENDS) {
            throw refuse("has more than the allowed " + MAX_ENDS + " inputs");
        }
        draft.inputs.add(info);
        draft.facts.put(info.name(), new ValueFact(info.type(), info.shape().size()));
        draft.shapes.put(info.name(), info.shape());
    }

    private void output(ValueInfoProto proto, GraphProto graph) {
        checkName(proto.getName(), "an output");
        ValueInfo info = valueInfo(proto, "output", graph);
        if (draft.outputs.stream().anyMatch(o -> o.name().equals(info.name()))) {
            throw refuse("lists the output '" + info.name() + "' twice");
        }
        draft.outputs.add(info);
        draft.facts.putIfAbsent(info.name(), new ValueFact(info.type(), info.hasRank() ? info.shape().size() : -1));
    }

    private void declared(ValueInfoProto proto) {
        if (proto.getType().hasTensorType()) {
            TypeProto.Tensor type = proto.getType().getTensorType();
            int rank = type.hasShape() ? type.getShape().getDimCount() : -1;
            draft.facts.putIfAbsent(proto.getName(), new ValueFact(ValueFact.typeOf(type.getElemType()), rank));
            if (type.hasShape()) {
                draft.shapes.putIfAbsent(proto.getName(), shape(type));
            }
        }
    }

    private void nodes(GraphProto graph) {
        // Names that the file gives come first, so that made-up names never push them aside.
        List<String> names = new ArrayList<>();
        for (NodeProto node : graph.getNodeList()) {
            names.add(node.getName().isBlank() ? "" : draft.freshNode(bounded(node.getName(), "a node")));
        }
        for (int i = 0; i < names.size(); i++) {
            NodeProto proto = graph.getNode(i);
            String name = names.get(i).isEmpty() ? draft.freshNode(proto.getOpType() + "_" + i) : names.get(i);
            Node node = nodes.read(proto, name);
            node.inputs().forEach(input -> bounded(input, "a tensor"));
            Arity.check(node, draft);
            for (String output : node.outputs()) {
                if (!output.isEmpty()) {
                    claim(output, "an output of node '" + name + "'");
                }
            }
            if (node.operator().equals("Constant")) {
                Tensor value = ConstantValue.of(node, draft);
                draft.initializers.put(node.outputs().get(0), value);
                draft.facts.put(node.outputs().get(0), ValueFact.of(value));
            } else {
                draft.nodes.add(node);
            }
        }
    }

    private ValueInfo valueInfo(ValueInfoProto proto, String role, GraphProto graph) {
        String what = role + " '" + proto.getName() + "'";
        if (!proto.getType().hasTensorType()) {
            String kind = proto.hasType() ? proto.getType().getValueCase().toString() : "no type";
            throw refuse(what + ofNode(proto.getName(), graph) + " is not a tensor (" + kind + "); only tensors are supported");
        }
        TypeProto.Tensor type = proto.getType().getTensorType();
        ElementType element = ValueFact.typeOf(type.getElemType());
        if (element == null) {
            throw TensorReader.unknownType(type.getElemType(), subject, what + ofNode(proto.getName(), graph));
        }
        if (!type.hasShape()) {
            return new ValueInfo(proto.getName(), element, ValueInfo.UNKNOWN_RANK);
        }
        return new ValueInfo(proto.getName(), element, shape(type));
    }

    private static List<Long> shape(TypeProto.Tensor type) {
        List<Long> shape = new ArrayList<>();
        for (Dimension dim : type.getShape().getDimList()) {
            shape.add(dim.hasDimValue() && dim.getDimValue() >= 0 ? dim.getDimValue() : -1L);
        }
        return shape;
    }

    /** Names the first node that reads or makes a tensor, since it is the operator that people know. */
    private String ofNode(String tensor, GraphProto graph) {
        return graph.getNodeList().stream()
                .filter(node -> node.getInputList().contains(tensor) || node.getOutputList().contains(tensor)).findFirst()
                .map(node -> " of " + nodes.describe(node.getName(), node.getOpType(), NodeReader.standard(node.getDomain())))
                .orElse("");
    }

    private void claim(String name, String role) {
        checkName(name, role);
        if (!draft.claimTensor(name)) {
            throw refuse("uses the tensor name '" + name + "' twice: " + role + " has the name of another tensor");
        }
    }

    private void checkName(String name, String role) {
        if (bounded(name, role).isEmpty()) {
            throw refuse("has " + role + " without a name");
        }
    }

    private String bounded(String name, String role) {
        if (name.length() > MAX_NAME) {
            throw refuse("has " + role + " with a name of " + name.length() + " characters; at most " + MAX_NAME
                    + " are allowed");
        }
        return name;
    }

    private InvalidInputException refuse(String problem) {
        return new InvalidInputException(subject, problem);
    }
}
