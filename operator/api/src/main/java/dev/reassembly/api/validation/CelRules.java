package dev.reassembly.api.validation;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The schema's CEL rules ({@code x-kubernetes-validations}), but for transition rules, which need an older object. */
final class CelRules {
    /** CEL compares 64-bit integers only. */
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);
    private final CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS).addVar("self", SimpleType.DYN).build();
    private final CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder().build();

    List<String> check(JsonNode schema, JsonNode value) {
        List<String> problems = new ArrayList<>();
        walk(schema, value, "", problems);
        return problems;
    }

    private void walk(JsonNode schema, JsonNode value, String pointer, List<String> problems) {
        if (value.isObject()) {
            value.fields().forEachRemaining(field -> {
                JsonNode known = schema.path("properties").path(field.getKey());
                walk(known.isMissingNode() ? schema.path("additionalProperties") : known, field.getValue(),
                        pointer + "/" + field.getKey(), problems);
            });
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                walk(schema.path("items"), value.get(i), pointer + "/" + i, problems);
            }
        }
        for (JsonNode rule : schema.path("x-kubernetes-validations")) {
            String expression = rule.path("rule").asText();
            if (!expression.contains("oldSelf") && !holds(expression, value)) {
                String at = Fields.name(pointer) + rule.path("fieldPath").asText();
                problems.add(at + ": " + rule.path("message").asText());
            }
        }
    }

    private boolean holds(String expression, JsonNode self) {
        try {
            Object plain = JSON.convertValue(self, Object.class);
            return Boolean.TRUE.equals(runtime.createProgram(compiler.compile(expression).getAst()).eval(Map.of("self", plain)));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException("the schema's rule cannot be evaluated: " + expression, e);
        }
    }
}
