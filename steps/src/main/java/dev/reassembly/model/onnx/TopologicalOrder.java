package dev.reassembly.model.onnx;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Sorts a draft's nodes so that each stands behind those it reads from; nodes already in order stay where they are. */
final class TopologicalOrder {
    private TopologicalOrder() {}

    static void sort(Draft draft) {
        Map<String, Integer> makers = new HashMap<>();
        for (int i = 0; i < draft.nodes.size(); i++) {
            for (String output : draft.nodes.get(i).outputs()) {
                makers.put(output, i);
            }
        }
        draft.inputs.forEach(input -> makers.put(input.name(), -1));
        draft.initializers.keySet().forEach(name -> makers.put(name, -1));
        for (ValueInfo output : draft.outputs) {
            if (!makers.containsKey(output.name())) {
                throw new InvalidInputException(draft.subject, "nothing makes the output '" + output.name() + "'");
            }
        }
        draft.nodes = sorted(draft, makers);
    }

    private static List<Node> sorted(Draft draft, Map<String, Integer> makers) {
        int count = draft.nodes.size();
        int[] waiting = new int[count];
        List<List<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            readers.add(new ArrayList<>(2));
        }
        for (int i = 0; i < count; i++) {
            Node node = draft.nodes.get(i);
            for (String input : node.inputs()) {
                if (input.isEmpty()) {
                    continue;
                }
                Integer maker = makers.get(input);
                if (maker == null) {
                    throw draft.refuse(node, "reads the tensor '" + input + "', which nothing makes");
                }
                if (maker >= 0) {
                    waiting[i]++;
                    readers.get(maker).add(i);
                }
            }
        }
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < count; i++) {
            if (waiting[i] == 0) {
                ready.add(i);
            }
        }
        List<Node> order = new ArrayList<>(count);
        while (!ready.isEmpty()) {
            int next = ready.remove();
            order.add(draft.nodes.get(next));
            for (int reader : readers.get(next)) {
                if (--waiting[reader] == 0) {
                    ready.add(reader);
                }
            }
        }
        if (order.size() < count) {
            throw cycle(draft, waiting, makers);
        }
        return order;
    }

    /** Walks backwards from a node that never became ready: it must meet a node twice, which then lies on a cycle. */
    private static InvalidInputException cycle(Draft draft, int[] waiting, Map<String, Integer> makers) {
        int at = 0;
        while (waiting[at] == 0) {
            at++;
        }
        boolean[] seen = new boolean[waiting.length];
        while (!seen[at]) {
            seen[at] = true;
            for (String input : draft.nodes.get(at).inputs()) {
                Integer maker = input.isEmpty() ? Integer.valueOf(-1) : makers.get(input);
                if (maker >= 0 && waiting[maker] > 0) {
                    at = maker;
                    break;
                }
            }
        }
        return draft.refuse(draft.nodes.get(at), "lies on a cycle: it depends on its own output '"
                + draft.nodes.get(at).outputs().get(0) + "'");
    }
}
