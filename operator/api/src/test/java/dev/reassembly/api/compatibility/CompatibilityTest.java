package dev.reassembly.api.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects that a released CRD accepted stay valid. Each released version's CRD is kept in {@code released/}. */
class CompatibilityTest {
    private static final Path RELEASED = Path.of("src/test/resources/released/0.1.0.yml");
    private static final Path GENERATED = Path.of("target/classes/crd/modelreassemblies.reassembly.dev-v1.yml");

    /** A rule about a new field whose default holds for every value that the older fields may have. */
    private static final String HOLDS_BY_DEFAULT = ".spec.fineTuning: has a new rule, !has(self.frozenEpochs) || !has(self.epochs) || self.frozenEpochs < self.epochs";

    @Test
    void keepsWhatWasReleased() throws IOException {
        // An object of 0.1.0 has a budget and cannot have budgets, which came later: it keeps both rules. One without a spec could never run.
        assertThat(SchemaChange.breaking(schema(RELEASED), schema(GENERATED))).containsExactlyInAnyOrder(HOLDS_BY_DEFAULT,
                ".spec: has a new rule, has(self.budget) != has(self.budgets)", ".spec: has a new rule, has(self.budgets) == has(oldSelf.budgets)",
                ".spec: became required");
    }

    @ParameterizedTest(name = "{0} {1} {2} {3}")
    @CsvSource(delimiter = '|', textBlock = """
            remove | /properties/spec/properties/seed                           |           |      | .spec.seed: was removed
            remove | /properties/status/properties/best/properties/flops        |           |      | .status.best.flops: was removed
            set    | /properties/spec/properties/seed                           | type      | "string" | .spec.seed: type changed
            set    | /properties/spec/properties/seed                           | maximum   | 7    | .spec.seed: maximum fell
            set    | /properties/spec/properties/seed                           | default   | 7    | .spec.seed: default changed
            set    | /properties/spec/properties/zoo/items/properties/licence   | maxLength | 9    | .spec.zoo.items.licence: maxLength fell
            set    | /properties/spec/properties/zoo/items/properties/licence   | minLength | 1    | .spec.zoo.items.licence: minLength rose
            set    | /properties/spec/properties/zoo/items/properties/sha256    | pattern   | "x"  | .spec.zoo.items.sha256: pattern changed
            set    | /properties/spec/properties/storage                        | required  | ["bucket"] | .spec.storage.bucket: became required
            set    | /properties/spec/properties/task/properties/kind           | enum      | ["TextClassification"] | .spec.task.kind: no longer allows
            set    | /properties/spec/properties/output/properties/uri          | enum      | ["s3://a"] | .spec.output.uri: became a choice
            set    | /properties/spec/properties/pods/properties/resources/additionalProperties/properties/gpus | maximum | 1 | .spec.pods.resources.additional
            set    | /properties/spec/properties/budget                         | x-kubernetes-validations | [{"rule": "false"}] | .spec.budget: has a new rule
            """)
    void seesWhatBreaks(String how, String pointer, String key, String value, String sentence) throws IOException {
        JsonNode doctored = schema(GENERATED);
        int cut = pointer.lastIndexOf('/');
        if (how.equals("remove")) {
            ((ObjectNode) doctored.at(pointer.substring(0, cut))).remove(pointer.substring(cut + 1));
        } else {
            ((ObjectNode) doctored.at(pointer)).set(key, new YAMLMapper().readTree(value));
        }
        assertThat(SchemaChange.breaking(schema(GENERATED), doctored)).hasSize(1).first().asString().startsWith(sentence);
    }

    @Test
    void letsASchemaGrow() throws IOException {
        ObjectNode grown = (ObjectNode) schema(GENERATED);
        ((ObjectNode) grown.at("/properties/spec/properties/seed")).put("maximum", 1e12);
        ((ObjectNode) grown.at("/properties/spec/properties")).putObject("priority").put("type", "string");
        ((ObjectNode) grown.at("/properties/spec/properties/storage/properties/endpoint")).remove("pattern");
        assertThat(SchemaChange.breaking(schema(GENERATED), grown)).isEmpty();
    }

    private static JsonNode schema(Path crd) throws IOException {
        return new YAMLMapper().readTree(crd.toFile()).at("/spec/versions/0/schema/openAPIV3Schema");
    }
}
