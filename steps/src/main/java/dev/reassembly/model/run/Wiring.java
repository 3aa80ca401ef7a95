package dev.reassembly.model.run;

import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** Who makes and who uses the tensors of a program, and which of them are known numbers. */
final class Wiring {
    private final Program program;
    private final Map<String, Tensor> initializers;
    private final int[] producers;
    private final List<BitSet> consumers = new ArrayList<>();

    Wiring(Program program, Map<String, Tensor> initializers) {
        this.program = program;
        this.initializers = initializers;
        producers = new int[program.size()];
        Arrays.fill(producers, -1);
        for (int i = 0; i < program.size(); i++) {
            consumers.add(new BitSet());
        }
        for (int i = 0; i < program.steps().size(); i++) {
            int place = i;
            Arrays.stream(step(i).outputs()).filter(slot -> slot >= 0).forEach(slot -> producers[slot] = place);
            Arrays.stream(step(i).inputs()).filter(slot -> slot >= 0).forEach(slot -> consumers.get(slot).set(place));
        }
    }

    int size() {
        return program.steps().size();
    }

    Step step(int place) {
        return program.steps().get(place);
    }

    String name(int slot) {
        return program.name(slot);
    }

    /** The place of the step that makes the tensor by this operator; -1 when it is made otherwise. */
    int producer(int slot, String operator) {
        int place = slot < 0 ? -1 : producers[slot];
        return place >= 0 && is(place, operator) ? place : -1;
    }

    boolean is(int place, String operator) {
        Node node = step(place).node();
        return node.operator().equals(operator) && node.domain().isEmpty();
    }

    /** The value of a float initializer of rank 0, which never has a gradient; NaN for any other tensor. */
    double number(int slot) {
        Tensor tensor = slot < 0 ? null : initializers.get(name(slot));
        boolean known = tensor != null && tensor.shape().isEmpty() && tensor.type().isFloating();
        Tensor wide = known ? Widening.widen(tensor) : null;
        return !known ? Double.NaN : wide.type().bytes() == 8 ? wide.data().getDouble() : wide.data().getFloat();
    }

    /** The shape of a float initializer; null for any other tensor. */
    List<Long> weight(int slot) {
        Tensor tensor = slot < 0 ? null : initializers.get(name(slot));
        return tensor != null && tensor.type().isFloating() ? tensor.shape() : null;
    }

    /** The only axis that a reduction with kept axes is told to reduce; 0 when that is not known. */
    long reducedAxis(int place) {
        int[] inputs = step(place).inputs();
        Tensor axes = inputs.length < 2 || inputs[1] < 0 ? null : initializers.get(name(inputs[1]));
        boolean one = axes != null && axes.elements() == 1 && axes.type().bytes() == 8;
        return one && step(place).node().integer("keepdims", 1) != 0 ? axes.data().getLong() : 0;
    }

    /** The members as one step that makes the last one's output; null when others use what they make on the way. */
    Fusion fuse(int[] places, Step step, int... constants) {
        BitSet members = new BitSet();
        Arrays.stream(places).forEach(members::set);
        int last = members.length() - 1;
        BitSet inner = new BitSet();
        for (int place : places) {
            for (int slot : step(place).outputs()) {
                if (place != last && slot >= 0) {
                    BitSet outside = (BitSet) consumers.get(slot).clone();
                    outside.andNot(members);
                    inner.set(slot);
                    if (!outside.isEmpty()) {
                        return null;
                    }
                }
            }
        }
        BitSet built = new BitSet();
        Arrays.stream(constants).forEach(built::set);
        return new Fusion(members, last, step, inner, built);
    }

    /** A step of a standard operator that runs where the step at a place stands. */
    Step standIn(int place, String operator, int[] inputs, Map<String, Attribute> attributes) {
        Step replaced = step(place);
        List<String> names = Arrays.stream(inputs).mapToObj(this::name).toList();
        Node node = new Node(replaced.node().name(), "", operator, names, replaced.node().outputs(), attributes,
                replaced.node().opset());
        Operation operation = OperatorTable.find(node).binder().apply(node);
        return new Step(node, operation, inputs, new boolean[inputs.length], replaced.outputs());
    }
}
