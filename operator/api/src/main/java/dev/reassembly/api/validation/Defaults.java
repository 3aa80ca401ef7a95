package dev.reassembly.api.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Fills in a schema's defaults as an API server does: parents first, so that a defaulted object gets its own defaults, and a null, such as of a field whose lines
 * are all comments, counts as absent.
 */
final class Defaults {
    private Defaults() {}

    static void apply(JsonNode schema, JsonNode value) {
        if (value instanceof ObjectNode object) {
            schema.path("properties").fields().forEachRemaining(property -> {
                if (object.path(property.getKey()).isNull() && !property.getValue().path("nullable").asBoolean()) {
                    object.remove(property.getKey());
                }
                JsonNode preset = property.getValue().get("default");
                if (preset != null && !object.has(property.getKey())) {
                    object.set(property.getKey(), preset.deepCopy());
                }
                if (object.has(property.getKey())) {
                    apply(property.getValue(), object.get(property.getKey()));
                }
            });
        } else if (value.isArray()) {
            value.forEach(item -> apply(schema.path("items"), item));
        }
    }
}
