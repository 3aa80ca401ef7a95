package dev.reassembly.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** docs/fields.md is the generated CRD's schema in words; run with {@code -Dupdate.generated=true} to write it anew. */
class FieldsTableTest {
    private static final Path COMMITTED = Path.of("../../docs/fields.md");

    @Test
    void isWhatTheSchemaSays() throws IOException {
        JsonNode crd = new YAMLMapper().readTree(Path.of("target/classes/crd/modelreassemblies.reassembly.dev-v1.yml").toFile());
        StringBuilder table = new StringBuilder("""
                # Fields of a ModelReassembly

                Generated from the custom resource's schema by the build. A field without a default may be left out unless it is required.
                Nothing but `spec.suspend` can be changed later: a new ModelReassembly with another spec computes only what is new.

                | field | type and bounds | default | what |
                |---|---|---|---|
                """);
        rows(crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"), "spec", table);
        if (Boolean.getBoolean("update.generated")) {
            Files.writeString(COMMITTED, table);
        }
        assertThat(COMMITTED).as("stale: run  mvn -pl operator/api test -Dtest=FieldsTableTest -Dupdate.generated=true").hasContent(table.toString());
    }

    private static void rows(JsonNode schema, String path, StringBuilder table) {
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties").fields().forEachRemaining(property -> {
            JsonNode field = property.getValue();
            String name = path + "." + property.getKey() + (field.path("type").asText().equals("array") ? "[]" : "");
            String preset = required.contains(property.getKey()) ? "required" : field.has("default") ? "`" + number(field.path("default")) + "`" : "";
            table.append("| `").append(name).append("` | ").append(bounds(field)).append(" | ").append(preset).append(" | ")
                    .append(field.path("description").asText()).append(rules(field)).append(" |\n");
            rows(field, name, table);
            rows(field.path("items"), name, table);
            rows(field.path("additionalProperties"), name + ".*", table);
        });
    }

    private static String bounds(JsonNode field) {
        if (field.has("enum")) {
            return StreamSupport.stream(field.path("enum").spliterator(), false).map(v -> "`" + v.asText() + "`").collect(Collectors.joining(", "));
        }
        StringBuilder text = new StringBuilder(field.path("type").asText());
        bound(field, "minimum", " from ", text);
        bound(field, "maximum", " to ", text);
        bound(field, "minItems", ", at least ", text);
        bound(field, "maxItems", ", at most ", text);
        bound(field, "maxProperties", ", at most ", text);
        bound(field, "maxLength", ", at most characters: ", text);
        if (field.has("pattern")) {
            text.append(", `").append(field.path("pattern").asText().replace("|", "\\|")).append('`');
        }
        return text.toString();
    }

    private static void bound(JsonNode field, String name, String words, StringBuilder text) {
        if (field.has(name)) {
            text.append(words).append(number(field.path(name)));
        }
    }

    private static String number(JsonNode value) {
        return value.isNumber() ? new BigDecimal(value.asText()).stripTrailingZeros().toPlainString() : value.isTextual() ? value.asText() : value.toString();
    }

    private static String rules(JsonNode field) {
        return StreamSupport.stream(field.path("x-kubernetes-validations").spliterator(), false)
                .filter(rule -> !rule.path("rule").asText().contains("oldSelf"))
                .map(rule -> " Rule: " + rule.path("message").asText() + ".").collect(Collectors.joining());
    }
}
