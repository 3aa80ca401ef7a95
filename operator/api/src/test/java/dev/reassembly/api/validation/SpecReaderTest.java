package dev.reassembly.api.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.api.v1alpha1.Budget;
import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.api.v1alpha1.ModelReassemblySpec;
import dev.reassembly.api.v1alpha1.NamedBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecReaderTest {
    private static final String VALID = valid();

    private final SpecReader reader = new SpecReader();

    private static String valid() {
        try {
            return Files.readString(Path.of("src/test/resources/text.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ModelReassemblySpec read(String yaml) {
        return reader.read("file.yaml", yaml.getBytes(StandardCharsets.UTF_8)).getSpec();
    }

    @Test
    void fillsInTheSchemasDefaultsAtEveryDepth() {
        ModelReassemblySpec spec = read(VALID);
        assertThat(spec.partition().blocks()).isEqualTo(4);
        assertThat(spec.fineTuning().mode()).isEqualTo(FineTuning.Mode.Full);
        assertThat(spec.fineTuning().learningRate()).isEqualTo(5e-5);
        assertThat(spec.fineTuning().headStart()).isEqualTo(FineTuning.HeadStart.Fitted);
        assertThat(spec.fineTuning().distillation().temperature()).isEqualTo(2);
        assertThat(spec.zoo().get(0).preprocessing().text().maxLength()).isEqualTo(128);
        assertThat(spec.zoo().get(1).preprocessing().text().maxLength()).isEqualTo(64);
        assertThat(spec.task().dataset().test()).isEqualTo(0.2);
        assertThat(spec.activeDeadlineSeconds()).isNull();
    }

    /** An API server drops nulls before it fills in defaults. */
    @Test
    void fieldsWhoseLinesAreAllCommentsCountAsAbsent() {
        ModelReassemblySpec spec = read(VALID.replace("output: {uri: s3://zoo/out}", "output: {uri: s3://zoo/out}\n  fineTuning:\n    # epochs: 3\n  seed:"));
        assertThat(spec).isEqualTo(read(VALID));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name: b | name: a | spec.zoo: every network of the zoo needs a name of its own
            {parameters: 28M} | {} | spec.budget: at least one of parameters, flops, latency and memory must be set
            {parameters: 28M} | {parameters: 28X} | spec.budget.parameters: found "28X", which does not match
            {parameters: 28M} | {params: 28M} | spec.budget.params: is not a field; allowed are flops, latency, memory, parameters
            budget: {parameters: 28M} | budgets: [{name: a, flops: 1M}, {name: a, flops: 2M}] | spec.budgets: every budget needs a name of its own
            budget: {parameters: 28M} | budgets: [{name: a, flops: 1M}, {name: b}] | spec.budgets[1]: at least one of parameters, flops, latency and memory
            budget: {parameters: 28M} | budgets: [{name: A, flops: 1M}] | spec.budgets[0].name: found "A", which does not match
            budget: {parameters: 28M} | budgets: [{flops: 1M}] | spec.budgets[0].name: is required
            budget: {parameters: 28M} | budgets: [] | spec.budgets: found 0 items, allowed are at least 1
            budget: {parameters: 28M} | seed: 3 | spec.budget: exactly one of budget and budgets must be set
            uri: s3://zoo/b.onnx | uri: http://zoo/b.onnx | spec.zoo[1].uri: found "http://zoo/b.onnx", which does not match
            maxLength: 64 | maxLength: 4 | spec.zoo[1].preprocessing.text.maxLength: found 4, allowed is at least 8
            maxLength: 64 | maxLength: many | spec.zoo[1].preprocessing.text.maxLength: found "many", allowed is integer
            format: JSONL | format: Parquet | spec.task.dataset.format: found "Parquet", allowed are CSV, IDX, ImageFolder, JSONL, WebDataset
            format: JSONL | format: IDX | spec.task.dataset.format: a TextClassification task reads JSONL or CSV
            {text: {tokenizer: s3://zoo/a.json}} | {image: {height: 32, width: 32}} | spec.zoo: a TextClassification task needs preprocessing.text
            {text: {tokenizer: s3://zoo/a.json}} | {} | spec.zoo[0].preprocessing: exactly one of image and text must be set
            kind: ModelReassembly | kind: Model | kind: found "Model", allowed is ModelReassembly
            output: {uri: s3://zoo/out} | seed: 3 | spec.output: is required
            {name: sentiment} | {name: Sentiment} | metadata.name: found "Sentiment"
            {name: sentiment} | {name: a..b} | metadata.name: found "a..b"
            output: {uri: s3://zoo/out} | output: | spec.output: is required
            """)
    void refusesWithTheFieldWhatWasFoundAndWhatIsAllowed(String from, String to, String message) {
        assertThat(VALID).contains(from);
        assertThatThrownBy(() -> read(VALID.replace(from, to))).isInstanceOf(InvalidSpecException.class)
                .hasMessageStartingWith("file.yaml: " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            frozenEpochs: 3 | frozenEpochs: there must be fewer frozenEpochs than epochs
            layerDecay: 0.05 | layerDecay: found 0.05, allowed is at least 0.1
            precision: Half | precision: found "Half", allowed are Mixed, Single
            distillation: {weight: 1.5} | distillation.weight: found 1.5, allowed is at most 1
            """)
    void refusesARecipeThatCannotBe(String recipe, String message) {
        assertThatThrownBy(() -> read(VALID + "  fineTuning: {" + recipe + "}\n")).isInstanceOf(InvalidSpecException.class)
                .hasMessageStartingWith("file.yaml: spec.fineTuning." + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            resources: {train: {gpus: 1}} | spec.pods.resources: the steps are inspect, probe,
            resources: {probe: {gpus: 99}} | spec.pods.resources.probe.gpus: found 99, allowed is at most 16
            resources: {probe: {cpu: two}} | spec.pods.resources.probe.cpu: found "two", which does not match
            placement: {all: {nodeSelector: {}}} | spec.pods.placement: the steps are inspect, probe,
            placement: {probe: {tolerations: [{effect: Never}]}} | spec.pods.placement.probe.tolerations[0].effect: found "Never"
            resources: {all: {memory: 8GB}} | spec.pods.resources.all.memory: found "8GB", which does not match
            """)
    void refusesUnknownStepsAndQuantities(String pods, String message) {
        assertThatThrownBy(() -> read(VALID + "  pods: {" + pods + "}\n")).isInstanceOf(InvalidSpecException.class)
                .hasMessageStartingWith("file.yaml: " + message);
    }

    @Test
    void takesEitherOneBudgetOrSeveral() {
        assertThatThrownBy(() -> read(VALID + "  budgets: [{name: a, flops: 1M}]\n")).isInstanceOf(InvalidSpecException.class)
                .hasMessage("file.yaml: spec.budget: exactly one of budget and budgets must be set");
        ModelReassemblySpec several = read(VALID.replace("budget: {parameters: 28M}", "budgets: [{name: a, flops: 1M}, {name: b, latency: 5ms}]"));
        assertThat(several.budget()).isNull();
        assertThat(several.budgets()).extracting(NamedBudget::name).containsExactly("a", "b");
        assertThat(several.budgets().get(1).bounds()).isEqualTo(new Budget(null, null, "5ms", null));
    }

    @Test
    void acceptsQuantitiesAsKubernetesWritesThem() {
        ModelReassemblySpec spec = read(VALID + "  pods: {resources: {all: {cpu: 1500m, memory: 8Gi}, finetune: {cpu: '2.5', memory: '8000000000'}}}\n");
        assertThat(spec.pods().resources()).containsOnlyKeys("all", "finetune");
    }

    @Test
    void refusesWhatIsNotYaml() {
        assertThatThrownBy(() -> read("a: [1")).isInstanceOf(InvalidSpecException.class).hasMessageContaining("is not YAML at line");
        assertThatThrownBy(() -> read("")).isInstanceOf(InvalidSpecException.class);
    }
}
