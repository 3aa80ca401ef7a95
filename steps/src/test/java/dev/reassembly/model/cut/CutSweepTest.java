package dev.reassembly.model.cut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CutSweepTest {
    private static List<String> cuts(Graph graph, Chain.Inputs inputs) {
        GraphIndex index = new GraphIndex(graph);
        List<String> targets = List.of(graph.outputs().get(0).name());
        BitSet nodes = index.needed(targets, List.of());
        String main = inputs.image() != null ? inputs.image() : inputs.ids();
        return CutSweep.cuts(index, new Carriage(index, inputs, nodes), main, targets, nodes);
    }

    @Test
    void findsWhereExactlyOneTensorPasses() {
        List<String> cuts = cuts(Sketches.residual(1, 8, false), new Chain.Inputs("picture", null, null, null));
        assertThat(cuts).containsExactly("stem.relu.conv", "stem.relu", "stem", "one.sum", "one", "two.sum", "two", "mean",
                "flat",
                "logits.product", "logits");
    }

    @Test
    void masksAndPositionsDoNotCross() {
        List<String> cuts = cuts(Sketches.encoder(1, 2, 8, false, "i", "m", null), new Chain.Inputs(null, "i", "m", null));
        assertThat(cuts).containsExactly("words", "placed", "embeddings", "layer0.mid", "layer0.n1", "layer0.sum", "layer0",
                "layer1.mid", "layer1.n1", "layer1.sum", "layer1");
    }

    @Test
    void positionsThatTwoLayersNeedCross() {
        GraphSketch s = new GraphSketch(1);
        String places = s.op("places", "Gather", s.weight("place_table", 100, 4), s.longs("where", 0, 1, 2));
        String x = s.op("words", "Gather", s.weight("table", 100, 4), s.input("ids", ElementType.INT64, -1L, 3L));
        String a = s.op("a", "Add", x, places);
        String b = s.op("b", "Relu", a);
        String c = s.op("c", "Add", b, places);
        s.op("d", "Relu", c);
        assertThat(cuts(s.graph("d"), new Chain.Inputs(null, "ids", null, null))).containsExactly("words", "c", "d");
    }

    /** Brute force: a tensor is a cut exactly when the output cannot be reached from the input without it. */
    @Test
    void agreesWithRemovingEachTensorInTurn() {
        for (int seed = 0; seed < 200; seed++) {
            Graph graph = random(seed);
            List<String> expected = new ArrayList<>();
            String output = graph.outputs().get(0).name();
            GraphIndex index = new GraphIndex(graph);
            BitSet needed = index.needed(List.of(output), List.of());
            for (int i = needed.nextSetBit(0); i >= 0; i = needed.nextSetBit(i + 1)) {
                String tensor = graph.nodes().get(i).outputs().get(0);
                if (!reaches(graph, "x", output, tensor)) {
                    expected.add(tensor);
                }
            }
            assertThat(cuts(graph, new Chain.Inputs("x", null, null, null))).as("seed %d", seed).isEqualTo(expected);
        }
    }

    private static Graph random(int seed) {
        Random random = new Random(seed);
        GraphSketch s = new GraphSketch(seed);
        List<String> made = new ArrayList<>(List.of(s.input("x", ElementType.FLOAT, 1L, 3L)));
        for (int i = 0; i < 30; i++) {
            int recent = Math.max(0, made.size() - 1 - random.nextInt(3));
            String name = "t" + i;
            if (random.nextInt(3) == 0) {
                made.add(s.op(name, "Add", made.get(recent), made.get(made.size() - 1)));
            } else {
                made.add(s.op(name, "Relu", made.get(recent)));
            }
        }
        return s.graph(made.get(made.size() - 1));
    }

    private static boolean reaches(Graph graph, String from, String to, String without) {
        Set<String> reached = new HashSet<>(Set.of(from));
        for (Node node : graph.nodes()) {
            if (node.inputs().stream().anyMatch(i -> reached.contains(i) && !i.equals(without))) {
                reached.add(node.outputs().get(0));
            }
        }
        reached.remove(without);
        return reached.contains(to) && !to.equals(without);
    }
}
