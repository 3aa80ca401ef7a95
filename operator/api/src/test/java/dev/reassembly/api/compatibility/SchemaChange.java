package dev.reassembly.api.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a newer schema takes away from those who have objects and files of an older one. */
final class SchemaChange {
    private static final List<String> LOWER_BOUNDS = List.of("minimum", "minLength", "minItems", "minProperties");
    private static final List<String> UPPER_BOUNDS = List.of("maximum", "maxLength", "maxItems", "maxProperties");
    private final List<String> breaking = new ArrayList<>();

    private SchemaChange() {}

    /** One sentence for each breaking change; empty when every object of the older schema is one of the newer. */
    static List<String> breaking(JsonNode older, JsonNode newer) {
        SchemaChange change = new SchemaChange();
        change.compare("", older, newer);
        return change.breaking;
    }

    private void compare(String path, JsonNode older, JsonNode newer) {
        if (newer.isMissingNode()) {
            breaking.add(path + ": was removed");
            return;
        }
        same(path, "type", older, newer);
        same(path, "default", older, newer);
        same(path, "x-kubernetes-list-type", older, newer);
        if (newer.has("pattern")) {
            same(path, "pattern", older, newer);
        }
        LOWER_BOUNDS.stream().filter(bound -> newer.has(bound) && newer.get(bound).asDouble() > number(older, bound, Double.NEGATIVE_INFINITY))
                .forEach(bound -> breaking.add(path + ": " + bound + " rose to " + newer.get(bound)));
        UPPER_BOUNDS.stream().filter(bound -> newer.has(bound) && newer.get(bound).asDouble() < number(older, bound, Double.POSITIVE_INFINITY))
                .forEach(bound -> breaking.add(path + ": " + bound + " fell to " + newer.get(bound)));
        values(newer.path("required")).stream().filter(name -> !values(older.path("required")).contains(name))
                .forEach(name -> breaking.add(path + "." + name + ": became required"));
        if (newer.has("enum")) {
            values(older.path("enum")).stream().filter(value -> !values(newer.path("enum")).contains(value))
                    .forEach(value -> breaking.add(path + ": no longer allows " + value));
            if (!older.has("enum")) {
                breaking.add(path + ": became a choice");
            }
        }
        rules(path, older, newer);
        older.path("properties").fields().forEachRemaining(property ->
                compare(path + "." + property.getKey(), property.getValue(), newer.path("properties").path(property.getKey())));
        for (String inner : List.of("items", "additionalProperties")) {
            if (older.has(inner)) {
                compare(path + "." + inner, older.get(inner), newer.path(inner));
            }
        }
    }

    private void rules(String path, JsonNode older, JsonNode newer) {
        Set<String> known = new HashSet<>();
        older.path("x-kubernetes-validations").forEach(rule -> known.add(rule.path("rule").asText()));
        newer.path("x-kubernetes-validations").forEach(rule -> {
            if (!known.contains(rule.path("rule").asText())) {
                breaking.add(path + ": has a new rule, " + rule.path("rule").asText());
            }
        });
    }

    private void same(String path, String key, JsonNode older, JsonNode newer) {
        if (!older.path(key).equals(newer.path(key))) {
            breaking.add(path + ": " + key + " changed from " + older.path(key) + " to " + newer.path(key));
        }
    }

    private static double number(JsonNode schema, String bound, double absent) {
        return schema.has(bound) ? schema.get(bound).asDouble() : absent;
    }

    private static Set<String> values(JsonNode array) {
        Set<String> values = new HashSet<>();
        array.forEach(value -> values.add(value.asText()));
        return values;
    }
}
