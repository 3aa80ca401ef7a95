package dev.reassembly.model.run;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.ValueInfo;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A graph with every node bound to its implementation and every tensor to a slot. */
final class Program {
    private final Map<String, Integer> slots = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final BitSet initializers = new BitSet();
    private final BitSet numbers = new BitSet();
    private final List<Fusion> fusions;

    /** @throws InvalidInputException naming the node that is not supported or not in order */
    Program(Graph graph) {
        for (String name : graph.initializers().keySet()) {
            initializers.set(add(name));
        }
        for (ValueInfo input : graph.inputs()) {
            if (!slots.containsKey(input.name())) {
                add(input.name());
            }
        }
        graph.nodes().forEach(node -> refuseTypes(node, graph));
        Set<String> used = new HashSet<>();
        graph.nodes().forEach(node -> used.addAll(node.inputs()));
        graph.outputs().forEach(output -> used.add(output.name()));
        Set<Node> maps = ChannelsLast.needing(graph);
        graph.nodes().forEach(node -> steps.add(bind(node, used, maps.contains(node))));
        fusions = Fusions.find(new Wiring(this, graph.initializers()));
    }

    private static void refuseTypes(Node node, Graph graph) {
        for (ValueInfo input : graph.inputs()) {
            if (input.type() == ElementType.UINT64 && node.inputs().contains(input.name())) {
                throw Refusal.of(node, " on '" + input.name() + "', whose element type UINT64 the engine does not have");
            }
        }
    }

    private int add(String name) {
        names.add(name);
        slots.put(name, names.size() - 1);
        return names.size() - 1;
    }

    private Step bind(Node node, Set<String> used, boolean channelsLast) {
        OperatorTable.Entry entry = OperatorTable.find(node);
        Operation operation = channelsLast ? ChannelsLast.before(operation(entry, node)) : operation(entry, node);
        int[] inputs = new int[node.inputs().size()];
        boolean[] plain = new boolean[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            String name = node.inputs().get(i);
            Integer slot = name.isEmpty() ? Integer.valueOf(-1) : slots.get(name);
            if (slot == null) {
                throw Refusal.atRun(node, "its input '" + name + "' is made by no node before it");
            }
            inputs[i] = slot;
            plain[i] = entry.numbers().contains(i);
            if (plain[i] && slot >= 0) {
                numbers.set(slot);
            }
        }
        int[] outputs = new int[node.outputs().size()];
        for (int i = 0; i < outputs.length; i++) {
            String name = node.outputs().get(i);
            boolean made = entry.outputs() < 0 || i < entry.outputs();
            if (!made && used.contains(name)) {
                throw Refusal.of(node, " with output '" + name + "', number " + (i + 1));
            }
            outputs[i] = name.isEmpty() || !made ? -1 : add(name);
        }
        return new Step(node, operation, inputs, plain, outputs);
    }

    private static Operation operation(OperatorTable.Entry entry, Node node) {
        try {
            return entry.binder().apply(node);
        } catch (InvalidInputException e) {
            throw e;
        } catch (RuntimeException e) {
            throw Refusal.of(node, " with attributes " + node.attributes().keySet() + " as they are: " + e.getMessage());
        }
    }

    List<Step> steps() {
        return steps;
    }

    List<Fusion> fusions() {
        return fusions;
    }

    BitSet initializers() {
        return initializers;
    }

    /** Slots that some node reads as plain numbers. */
    BitSet numbers() {
        return numbers;
    }

    int size() {
        return names.size();
    }

    String name(int slot) {
        return names.get(slot);
    }

    /** @throws InvalidInputException when the graph has no such tensor */
    int slot(String name) {
        Integer slot = slots.get(name);
        if (slot == null) {
            throw new InvalidInputException("tensor '" + name + "'", "the graph has no tensor of this name");
        }
        return slot;
    }
}
