package dev.reassembly.model.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.model.cut.Feature.Layout;
import dev.reassembly.model.cut.Skeletons.Architecture;
import dev.reassembly.model.cut.Skeletons.Expected;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real exports are cut where practitioners cut them. What is expected was found by PyTorch: a cut is a tensor with the values
 * of a known module's output, a layer holds what ran between two of these modules. All exports of a network are held to one
 * table, so they agree with each other.
 */
class ArchitecturesTest {
    /** Decomposed activations and normalisations bring numbers of their own: halves, roots, epsilons. */
    private static final long WRITTEN_NUMBERS = 40;

    @TempDir
    static Path folder;
    private static Skeletons skeletons;

    @BeforeAll
    static void prepare() throws IOException {
        skeletons = new Skeletons(folder);
    }

    static List<Arguments> exports() throws IOException {
        List<Arguments> exports = new ArrayList<>();
        Skeletons.all().forEach((name, architecture) -> architecture.variants().forEach(variant ->
                exports.add(Arguments.of(name, variant, architecture))));
        String only = System.getProperty("architectures", "");
        return exports.stream().filter(e -> (e.get()[0] + "." + e.get()[1]).matches(only + ".*")).toList();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("exports")
    void isCutWhereAModuleEnds(String name, String variant, Architecture architecture) throws IOException {
        Graph graph = skeletons.read(name, variant);
        Chain chain = ChainBuilder.build(name, graph, architecture.input(variant), null);
        List<Expected> whole = Skeletons.layers(name);
        List<Expected> expected = whole.stream().filter(layer -> !layer.head()).toList();
        long constants = WRITTEN_NUMBERS + architecture.mask();
        SoftAssertions all = new SoftAssertions();
        if (architecture.published() != null) {
            // Not for language models: the older exporter writes a table that embeds and classifies twice.
            long elements = whole.stream().mapToLong(layer -> elements(layer, variant)).sum();
            all.assertThat(elements(graph)).as("elements").isBetween(elements, elements + whole.size() * constants);
        }
        all.assertThat(chain.layers()).as("layers").hasSameSizeAs(expected);
        for (int i = 0; i < Math.min(expected.size(), chain.layers().size()); i++) {
            Expected end = expected.get(i);
            Cut cut = chain.cuts().get(i + 1);
            Layer layer = chain.layers().get(i);
            String what = "layer " + i + ", " + end.end();
            all.assertThat(cut.tensor()).as(what).isIn(end.tensors().get(variant));
            all.assertThat(shapes(cut.feature(), architecture)).as("shape after " + what).contains(end.shape());
            long parameters = elements(end, variant);
            all.assertThat(layer.parameters()).as("parameters of " + what).isBetween(parameters, parameters + constants);
            all.assertThat(layer.flops()).as("FLOPs of " + what).isEqualTo(end.macs());
        }
        all.assertAll();
    }

    private static long elements(Expected layer, String variant) {
        return variant.endsWith("kept") ? layer.kept() : layer.folded();
    }

    private static long elements(Graph graph) {
        return graph.initializers().values().stream().filter(t -> t.type().isFloating()).mapToLong(Tensor::elements).sum();
    }

    /** A map's shape may be written either way round, whichever the module does. */
    private static List<List<Long>> shapes(Feature f, Architecture architecture) {
        long tokens = architecture.text() > 0 ? architecture.text() : f.height();
        return f.layout() == Layout.TOKENS ? List.of(List.of(tokens, f.channels()))
                : List.of(List.of(f.channels(), f.height(), f.width()), List.of(f.height(), f.width(), f.channels()));
    }

    @Test
    void allLayersAndTheHeadAreThePublishedNetwork() throws IOException {
        for (var entry : Skeletons.all().entrySet()) {
            double[] published = entry.getValue().published();
            List<Expected> layers = Skeletons.layers(entry.getKey());
            if (published != null) {
                long parameters = layers.stream().mapToLong(Expected::parameters).sum() + entry.getValue().unused();
                double macs = layers.stream().mapToLong(Expected::macs).sum() / 1e9;
                assertThat((double) parameters).as(entry.getKey()).isEqualTo(published[0]);
                assertThat(macs).as(entry.getKey()).isCloseTo(published[1], within(0.01 * published[1]));
            }
        }
    }

    @Test
    void theDocumentationHasThisTable() throws IOException {
        StringBuilder table = new StringBuilder("""
                | network | layers | what they are | parameters | FLOPs | exports |
                |---|---|---|---|---|---|
                """);
        for (var entry : Skeletons.all().entrySet()) {
            Architecture architecture = entry.getValue();
            List<Expected> layers = Skeletons.layers(entry.getKey());
            long parameters = layers.stream().mapToLong(Expected::parameters).sum();
            long macs = layers.stream().mapToLong(Expected::macs).sum();
            table.append(String.format(Locale.ROOT, "| %s | %d | %s | %,d | %,d M | %s |%n", architecture.title(), layers.size() - 1,
                    architecture.layer(), parameters, Math.round(macs / 1e6), String.join(", ", architecture.variants())));
        }
        assertThat(Files.readString(Path.of("../docs/architectures.md"))).contains(table);
    }
}
