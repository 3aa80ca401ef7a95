package dev.reassembly.model.cut;

import dev.reassembly.model.cut.Carriage.Kind;
import dev.reassembly.model.graph.Node;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the tensors that alone carry the signal from the main input to the outputs, in one sweep over the nodes.
 *
 * <p>A signal tensor is alive from its producer to its last reader; a tensor computed with weights beside the signal is
 * computed where it is first needed, so it is alive between the first and the last signal node that needs it. Every node
 * on a path from input to output stands before or after a cut, so in any topological order exactly the cut is alive
 * when its producer has run. Time is linear in the number of tensors and readers.
 */
final class CutSweep {
    private CutSweep() {}

    /**
     * @param targets the tensors the paths lead to
     * @param nodes what is needed to make them
     * @return the cuts in order; the main input itself is not among them
     */
    static List<String> cuts(GraphIndex index, Carriage carriage, String main, Collection<String> targets, BitSet nodes) {
        int n = index.graph().nodes().size();
        int[] change = new int[n + 1];
        Set<String> wanted = new HashSet<>(targets);
        sideIntervals(index, carriage, nodes, change);
        if (carriage.isSignal(main)) {
            change[0]++;
            change[lastUse(index, main, wanted, nodes, 0)]--;
        }
        for (int i = nodes.nextSetBit(0); i >= 0; i = nodes.nextSetBit(i + 1)) {
            for (String output : index.node(i).outputs()) {
                if (carriage.isSignal(output)) {
                    change[i]++;
                    change[lastUse(index, output, wanted, nodes, i)]--;
                }
            }
        }
        List<String> cuts = new ArrayList<>();
        int alive = 0;
        for (int i = 0; i < n; i++) {
            alive += change[i];
            if (alive == 1 && nodes.get(i)) {
                addBorn(index, carriage, i, wanted, nodes, cuts);
            }
        }
        return cuts;
    }

    private static void addBorn(GraphIndex index, Carriage carriage, int i, Set<String> wanted, BitSet nodes, List<String> cuts) {
        for (String output : index.node(i).outputs()) {
            if (carriage.isSignal(output) && lastUse(index, output, wanted, nodes, i) > i) {
                cuts.add(output);
            }
        }
    }

    /** The position of the last reader, the number of nodes for a target, {@code born} when nothing reads it. */
    private static int lastUse(GraphIndex index, String tensor, Set<String> targets, BitSet nodes, int born) {
        if (targets.contains(tensor)) {
            return index.graph().nodes().size();
        }
        List<Integer> readers = index.consumers(tensor);
        for (int k = readers.size() - 1; k >= 0; k--) {
            if (nodes.get(readers.get(k))) {
                return readers.get(k);
            }
        }
        return born;
    }

    private static void sideIntervals(GraphIndex index, Carriage carriage, BitSet nodes, int[] change) {
        int n = index.graph().nodes().size();
        int[] first = new int[n];
        int[] last = new int[n];
        for (int i = nodes.previousSetBit(n - 1); i >= 0; i = nodes.previousSetBit(i - 1)) {
            Node node = index.node(i);
            Kind kind = node.outputs().stream().map(carriage::kind).max(Kind::compareTo).orElse(Kind.FREE);
            first[i] = kind == Kind.SIGNAL ? i : n;
            last[i] = kind == Kind.SIGNAL ? i : -1;
            if (kind == Kind.SIDE) {
                for (String output : node.outputs()) {
                    for (int reader : index.consumers(output)) {
                        if (nodes.get(reader)) {
                            first[i] = Math.min(first[i], first[reader]);
                            last[i] = Math.max(last[i], last[reader]);
                        }
                    }
                }
                if (last[i] > first[i]) {
                    change[first[i]]++;
                    change[last[i]]--;
                }
            }
        }
    }
}
