package dev.reassembly.model.run;

import ai.djl.pytorch.engine.PtNDArray;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Operator names and what implements them, in the semantics of {@link dev.reassembly.model.graph.Graph#OPSET}. */
final class OperatorTable {
    private static final OperatorTable TABLE = new OperatorTable();

    private final Map<String, Entry> entries = new HashMap<>();

    private OperatorTable() {
        Elementwise.register(this);
        Arithmetic.register(this);
        Activations.register(this);
        Reductions.register(this);
        Shapes.register(this);
        Slicing.register(this);
        Indexing.register(this);
        Scattering.register(this);
        Bits.register(this);
        Creation.register(this);
        Padding.register(this);
        Products.register(this);
        Convolutions.register(this);
        Pooling.register(this);
        Normalisations.register(this);
        Resampling.register(this);
        GridSampling.register(this);
        Quantisation.register(this);
        Sequences.register(this);
    }

    /**
     * @param binder reads a node's attributes; throws {@link InvalidInputException} for those that are not supported
     * @param numbers positions of the inputs that are read as plain numbers (shapes, axes, bounds), not as tensors
     * @param outputs how many outputs the implementation fills; -1 as many as the node has
     */
    record Entry(Function<Node, Operation> binder, Set<Integer> numbers, int outputs) {}

    void single(String operator, Function<Node, Function<Operands, PtNDArray>> binder, Integer... numbers) {
        add(operator, new Entry(node -> {
            Function<Operands, PtNDArray> bound = binder.apply(node);
            return operands -> List.of(bound.apply(operands));
        }, Set.of(numbers), 1));
    }

    void multiple(String operator, Function<Node, Operation> binder, Integer... numbers) {
        add(operator, new Entry(binder, Set.of(numbers), -1));
    }

    void unary(String operator, UnaryOperator<PtNDArray> function) {
        single(operator, node -> operands -> function.apply(operands.get(0)));
    }

    private void add(String operator, Entry entry) {
        if (entries.put(operator, entry) != null) {
            throw new IllegalStateException(operator + " is registered twice");
        }
    }

    /** @throws InvalidInputException when the node's operator is unknown */
    static Entry find(Node node) {
        boolean standard = node.domain().isEmpty() || node.domain().equals("ai.onnx");
        Entry entry = standard ? TABLE.entries.get(node.operator()) : null;
        if (entry == null) {
            throw Refusal.of(node, "");
        }
        return entry;
    }

    /** Names of all operators that can run, sorted. */
    static Set<String> operators() {
        return new TreeSet<>(TABLE.entries.keySet());
    }
}
