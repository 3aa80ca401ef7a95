package dev.reassembly.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.reassembly.api.v1alpha1.ImagePreprocessing;
import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.api.v1alpha1.NamedBudget;
import dev.reassembly.api.v1alpha1.ZooModel;
import dev.reassembly.api.validation.SpecReader;
import dev.reassembly.assembly.BudgetBounds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The suite that {@code bench quality} runs holds what its page and its budgets' names say. */
class SuiteFilesTest {
    private static final Path BENCH = Path.of("../src/bench");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Multiply-accumulates of the zoos' networks, as {@code reassemble plan} prints them for the suite's files: to three digits. */
    private static final Map<String, double[]> COSTS = Map.of(
            "mixed", new double[] {0.637e6, 3.98e6, 6.07e6, 6.20e6, 9.14e6, 11.5e6, 16.6e6},
            "text", new double[] {349e6, 698e6, 1400e6},
            "vision", new double[] {42.7e6, 70.5e6, 137e6});

    /** More than the rounding of {@link #COSTS} and a new head's own cost. */
    private static final double MARGIN = 0.01;

    @TempDir
    Path folder;

    static List<QualitySuite.Case> cases() throws Exception {
        return QualitySuite.read(BENCH.resolve("quality.yaml")).cases();
    }

    private static ModelReassembly resource(Path file) throws Exception {
        return new SpecReader().read(file.toString(), Files.readAllBytes(file));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyRecipeIsAValidResource(QualitySuite.Case entry) throws Exception {
        assertThat(entry.recipes()).isNotEmpty();
        for (Map.Entry<String, ObjectNode> recipe : entry.recipes().entrySet()) {
            Path written = folder.resolve("run.yaml");
            QualitySuite.write(BENCH.resolve(entry.file()), recipe.getValue(), 1, recipe.getKey(), written);
            ModelReassembly run = resource(written);
            assertThat(run.getMetadata().getName()).isEqualTo(entry.zoo() + "-" + entry.task());
            assertThat(run.getSpec().output().uri()).isEqualTo("s3://reassembly/output/" + entry.zoo() + "-" + entry.task() + "-" + recipe.getKey());
            ObjectNode expected = (ObjectNode) YAML.readTree(BENCH.resolve(entry.file()).toFile()).get("spec");
            recipe.getValue().fields().forEachRemaining(section -> expected.withObject("/" + section.getKey()).setAll((ObjectNode) section.getValue()));
            expected.put("seed", 1).set("output", YAML.readTree(written.toFile()).at("/spec/output"));
            assertThat(YAML.readTree(written.toFile()).get("spec")).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void budgetsLieWhereTheirNamesSay(QualitySuite.Case entry) throws Exception {
        List<NamedBudget> budgets = resource(BENCH.resolve(entry.file())).getSpec().budgets();
        assertThat(budgets).extracting(NamedBudget::name).containsAll(entry.controls());
        assertThat(budgets).extracting(SuiteFilesTest::place).contains("between", "on").isSubsetOf("below", "between", "on");
        double[] costs = COSTS.get(entry.zoo());
        for (NamedBudget budget : budgets) {
            double bound = BudgetBounds.of(budget.name(), budget.bounds()).flops();
            double dearestThatFits = Arrays.stream(costs).filter(cost -> cost <= bound).max().orElse(0);
            double cheapestBeyond = Arrays.stream(costs).filter(cost -> cost > bound).min().orElse(Double.POSITIVE_INFINITY);
            if (place(budget).equals("on")) {
                assertThat(dearestThatFits).as(budget.name()).isGreaterThan(bound * 0.97);
            } else {
                assertThat(bound).as(budget.name()).isBetween(dearestThatFits * (1 + MARGIN), cheapestBeyond * (1 - MARGIN));
                assertThat(cheapestBeyond).as(budget.name()).isFinite();
                assertThat(dearestThatFits > 0).as(budget.name()).isEqualTo(place(budget).equals("between"));
            }
        }
    }

    private static String place(NamedBudget budget) {
        return budget.name().substring(0, budget.name().indexOf('-'));
    }

    @Test
    void aZooIsTheSameForAllItsTasks() throws Exception {
        Map<String, List<ZooModel>> zoos = new HashMap<>();
        for (QualitySuite.Case entry : cases()) {
            List<ZooModel> zoo = resource(BENCH.resolve(entry.file())).getSpec().zoo();
            assertThat(zoos.computeIfAbsent(entry.zoo(), name -> zoo)).as(entry.file()).isEqualTo(zoo);
        }
        assertThat(zoos.keySet()).isEqualTo(COSTS.keySet());
    }

    @Test
    void visionNetworksAreConvertedForThePicturesTheyGet() throws Exception {
        Map<String, Integer> converted = new HashMap<>();
        Matcher sides = Pattern.compile("\"([-.\\w]+)\": (\\d+)").matcher(Files.readString(BENCH.resolve("convert.py")));
        while (sides.find()) {
            converted.put("s3://reassembly/zoo/" + sides.group(1) + "-" + sides.group(2) + ".onnx", Integer.valueOf(sides.group(2)));
        }
        List<ZooModel> zoo = resource(BENCH.resolve("quality/vision-clipart.yaml")).getSpec().zoo();
        assertThat(zoo).extracting(ZooModel::uri).containsExactlyInAnyOrderElementsOf(converted.keySet());
        for (ZooModel model : zoo) {
            ImagePreprocessing image = model.preprocessing().image();
            assertThat(List.of(image.height(), image.width())).as(model.name()).containsOnly(converted.get(model.uri()));
        }
    }
}
