package dev.reassembly.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One bound of a schema and a value that lies just outside.
 *
 * @param field JSON pointer below the object, an element of a list by its index
 * @param bound the schema's word for it
 * @param value what breaks it; null where the field has to go
 */
record BrokenBound(String field, String bound, JsonNode value) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** A value that breaks each bound of a schema, for the fields that an object has. */
    static List<BrokenBound> of(JsonNode schema, String field, JsonNode object) {
        List<BrokenBound> found = new ArrayList<>();
        schema.fields().forEachRemaining(rule -> {
            switch (rule.getKey()) {
                case "minimum" -> found.add(new BrokenBound(field, "minimum", JSON.numberNode(rule.getValue().decimalValue().intValue() - 1)));
                case "maximum" -> found.add(new BrokenBound(field, "maximum",
                        JSON.numberNode((long) Math.floor(rule.getValue().asDouble()) + 1)));
                case "maxLength" -> found.add(new BrokenBound(field, "maxLength", JSON.textNode("s3://" + "1".repeat(rule.getValue().asInt()))));
                case "pattern" -> found.add(new BrokenBound(field, "pattern", JSON.textNode("?")));
                case "enum" -> found.add(new BrokenBound(field, "enum", JSON.textNode("Other")));
                case "type" -> found.add(new BrokenBound(field, "type", rule.getValue().asText().equals("string") ? JSON.numberNode(1) : JSON.textNode("x")));
                case "minItems" -> found.add(new BrokenBound(field, "minItems", repeat(object.at(field).get(0), rule.getValue().asInt() - 1)));
                case "maxItems" -> found.add(new BrokenBound(field, "maxItems", repeat(object.at(field).get(0), rule.getValue().asInt() + 1)));
                case "maxProperties" -> found.add(new BrokenBound(field, "maxProperties", crowd(object.at(field), rule.getValue().asInt() + 1)));
                case "required" -> rule.getValue().forEach(name -> found.add(new BrokenBound(field + "/" + name.asText(), "required", null)));
                case "properties" -> rule.getValue().fields().forEachRemaining(child -> below(child.getValue(), field + "/" + child.getKey(), object, found));
                case "items" -> below(rule.getValue(), field + "/0", object, found);
                case "additionalProperties" -> object.at(field).fieldNames().forEachRemaining(
                        name -> below(rule.getValue(), field + "/" + name, object, found));
                default -> { } // defaults, descriptions and CEL rules
            }
        });
        return found;
    }

    private static void below(JsonNode schema, String field, JsonNode object, List<BrokenBound> found) {
        if (!object.at(field).isMissingNode()) {
            found.addAll(of(schema, field, object));
        }
    }

    private static ArrayNode repeat(JsonNode element, int times) {
        ArrayNode list = JSON.arrayNode();
        for (int i = 0; i < times; i++) {
            list.add(element);
        }
        return list;
    }

    private static ObjectNode crowd(JsonNode object, int size) {
        ObjectNode crowd = object.deepCopy();
        Map.Entry<String, JsonNode> first = object.fields().next();
        for (int i = crowd.size(); i < size; i++) {
            crowd.set(first.getKey() + i, first.getValue());
        }
        return crowd;
    }

    /** The object with this bound broken. */
    JsonNode in(JsonNode object) {
        JsonNode broken = object.deepCopy();
        int slash = field.lastIndexOf('/');
        JsonNode parent = broken.at(field.substring(0, slash));
        String last = field.substring(slash + 1);
        if (parent instanceof ArrayNode list) {
            list.set(Integer.parseInt(last), value);
        } else if (value == null) {
            ((ObjectNode) parent).remove(last);
        } else {
            ((ObjectNode) parent).set(last, value);
        }
        return broken;
    }

    /** How an API server writes the field. */
    String path() {
        return field.substring(1).replaceAll("/(\\d+)", "[$1]").replace('/', '.');
    }

    /** The bound by its place in the schema. */
    String name() {
        return field.replaceAll("/\\d+", "[]") + " " + bound;
    }
}
