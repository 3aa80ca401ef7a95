package dev.reassembly.api.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Types, bounds, patterns and required fields of the schema. Unlike an API server, which drops unknown fields, a file's
 * unknown field is an error: it is nearly always a misspelt one.
 */
final class SchemaRules {
    private final JsonNode openApi;
    private final JsonSchema schema;

    SchemaRules(JsonNode openApi) {
        this.openApi = openApi;
        this.schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(closed(openApi.deepCopy()));
    }

    List<String> check(JsonNode spec) {
        List<String> problems = new ArrayList<>();
        for (ValidationMessage message : schema.validate(spec)) {
            problems.add(sentence(message, spec));
        }
        return problems.stream().distinct().sorted().toList();
    }

    private String sentence(ValidationMessage message, JsonNode spec) {
        String pointer = pointer(message.getInstanceLocation().toString());
        String field = Fields.name(pointer);
        JsonNode found = spec.at(pointer);
        String value = found.isValueNode() ? abbreviate(found.toString()) : found.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
        JsonNode rule = message.getSchemaNode();
        return switch (message.getType()) {
            case "required" -> field + "." + message.getProperty() + ": is required";
            case "additionalProperties" -> field + "." + message.getProperty() + ": is not a field; allowed are " + siblings(pointer);
            case "enum" -> field + ": found " + value + ", allowed are " + list(rule);
            case "pattern" -> field + ": found " + value + ", which does not match " + rule.asText();
            case "type" -> field + ": found " + value + ", allowed is " + rule.asText();
            case "minimum" -> field + ": found " + value + ", allowed is at least " + plain(rule);
            case "maximum" -> field + ": found " + value + ", allowed is at most " + plain(rule);
            case "minItems" -> field + ": found " + found.size() + " items, allowed are at least " + rule.asText();
            case "maxItems" -> field + ": found " + found.size() + " items, allowed are at most " + rule.asText();
            case "maxProperties" -> field + ": found " + found.size() + " entries, allowed are at most " + rule.asText();
            case "maxLength" -> field + ": found " + found.asText().length() + " characters, allowed are at most " + rule.asText();
            default -> field + ": " + message.getMessage();
        };
    }

    private String siblings(String pointer) {
        JsonNode node = openApi;
        for (String part : pointer.split("/")) {
            if (!part.isEmpty()) {
                node = part.chars().allMatch(Character::isDigit) ? node.path("items") : node.path("properties").path(part);
            }
        }
        Iterable<String> names = node.path("properties")::fieldNames;
        return StreamSupport.stream(names.spliterator(), false).collect(Collectors.joining(", "));
    }

    private static String pointer(String location) {
        String path = location.startsWith("$") ? location.substring(1) : location;
        return path.replaceAll("\\[(\\d+)]", "/$1").replace('.', '/');
    }

    private static String list(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false).map(JsonNode::asText).collect(Collectors.joining(", "));
    }

    private static String plain(JsonNode number) {
        return new java.math.BigDecimal(number.asText()).stripTrailingZeros().toPlainString();
    }

    private static String abbreviate(String text) {
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }

    /** Closes every object that lists its properties, and drops what is not JSON Schema. */
    private static JsonNode closed(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            if (object.has("properties") && object.path("type").asText().equals("object")) {
                object.put("additionalProperties", false);
            }
            object.remove(List.of("x-kubernetes-validations", "default", "description"));
            for (Iterator<JsonNode> children = object.elements(); children.hasNext();) {
                closed(children.next());
            }
        }
        return schema;
    }
}
