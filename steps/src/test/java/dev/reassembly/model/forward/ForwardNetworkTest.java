package dev.reassembly.model.forward;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Subgraph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import dev.reassembly.progress.Progress;
import dev.reassembly.progress.Told;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Any tensors of a graph, from either engine, with nothing run that they do not need. */
class ForwardNetworkTest {
    private static final Tensor X = Tensor.ofFloats(List.of(2L, 2L), 1, -2, 3, 4);

    /** x -> y = relu(x) -> z = y + 10; and an operator behind z that no engine has. */
    private static Graph graph() {
        return new Graph("chain", List.of(new ValueInfo("x", ElementType.FLOAT, List.of(1L, 2L))), List.of(), List.of(
                new Node("relu", "Relu", List.of("x"), List.of("y")), new Node("add", "Add", List.of("y", "ten"), List.of("z")),
                new Node("end", "NoSuchOperator", List.of("z", "unread"), List.of("end"))),
                Map.of("ten", Tensor.ofFloats(List.of(1L), 10), "unread", Tensor.ofFloats(List.of(1L), 0)));
    }

    private static void assertGives(ForwardNetwork network) {
        List<Tensor> outputs = network.run(Map.of("x", X));
        assertThat(outputs).hasSize(2);
        assertThat(outputs.get(0).toFloats()).containsExactly(11, 10, 13, 14);
        assertThat(outputs.get(0).shape()).containsExactly(2L, 2L);
        assertThat(outputs.get(1).toFloats()).containsExactly(1, 0, 3, 4);
    }

    @Test
    void bothEnginesGiveTheTensorsInTheOrderAskedFor() {
        Told told = new Told();
        try (ForwardNetwork network = ForwardNetwork.open(graph(), List.of("z", "y"), Device.cpu(), "chain", told)) {
            assertGives(network);
            assertThat(told.messages()).isEmpty();
            network.network();
            assertGives(network);
        }
        try (ForwardNetwork network = ForwardNetwork.inTrainingEngine(graph(), List.of("z", "y"), Device.cpu(), "chain")) {
            assertGives(network);
        }
    }

    /** The runtime has no rectifier of int64; the training engine has. */
    @Test
    void whatTheRuntimeRefusesRunsInTheTrainingEngineAndThatIsSaid() {
        Graph odd = new Graph("odd", graph().inputs(), List.of(), List.of(cast("x", "whole", ElementType.INT64),
                new Node("rectify", "Relu", List.of("whole"), List.of("rectified")), cast("rectified", "z", ElementType.FLOAT)), Map.of());
        Told told = new Told();
        try (ForwardNetwork network = ForwardNetwork.open(odd, List.of("z"), Device.cpu(), "odd", told)) {
            assertThat(network.run(Map.of("x", X)).get(0).toFloats()).containsExactly(1, 0, 3, 4);
        }
        assertThat(told.messages()).singleElement().asString().startsWith("odd runs in the training engine");
    }

    private static Node cast(String from, String to, ElementType type) {
        return new Node(to, "", "Cast", List.of(from), List.of(to), Map.of("to", new Attribute.Int(type.onnxCode())));
    }

    @Test
    void outputsOnTheHostAreTheSameInBothEngines() {
        try (ForwardNetwork network = ForwardNetwork.open(graph(), List.of("z", "y"), Device.cpu(), "chain", Progress.SILENT);
                ForwardNetwork engine = ForwardNetwork.inTrainingEngine(graph(), List.of("z", "y"), Device.cpu(), "chain")) {
            List<Tensor> outputs = network.run(Map.of("x", X));
            assertThat(outputs).isEqualTo(engine.run(Map.of("x", X))).isEqualTo(List.of(Tensor.ofFloats(List.of(2L, 2L), 11, 10, 13, 14),
                    Tensor.ofFloats(List.of(2L, 2L), 1, 0, 3, 4)));
        }
    }

    /** From y on: what y is given, not what x would make of it. */
    @Test
    void aGraphGoesOnFromATensorInside() {
        try (ForwardNetwork network = ForwardNetwork.open(Subgraph.from(graph(), "y", 2), List.of("z"), Device.cpu(), "rest", Progress.SILENT)) {
            assertThat(network.run(Map.of("x", X, "y", Tensor.ofFloats(List.of(1L, 2L), -5, 5))))
                    .containsExactly(Tensor.ofFloats(List.of(1L, 2L), 5, 15));
        }
    }

    @Test
    void aSubgraphHasWhatItsOutputsNeedItsInputsOfAnySize() {
        Graph part = Subgraph.of(graph(), List.of("z"));
        assertThat(part.nodes()).extracting(Node::name).containsExactly("relu", "add");
        assertThat(part.initializers()).containsOnlyKeys("ten");
        assertThat(part.inputs()).containsExactly(new ValueInfo("x", ElementType.FLOAT, List.of(-1L, -1L)));
        assertThat(part.outputs()).containsExactly(new ValueInfo("z", ElementType.FLOAT, ValueInfo.UNKNOWN_RANK));
        assertThat(Subgraph.of(Subgraph.from(graph(), "y", 2), List.of("z")).inputs()).containsExactly(new ValueInfo("y", ElementType.FLOAT, List.of(-1L, -1L)));
    }
}
