package io.argoproj.workflow.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Reads schemas as maps from the path of a property to its type, for example {@code .spec.templates[].name} to {@code string}. */
final class Schemas {
    private static final String REF = "#/components/schemas/";

    private Schemas() {}

    /** Our description, from the workflow's root; Kubernetes' own types are not entered. */
    static Map<String, String> described(Path openapi) throws IOException {
        JsonNode schemas = new YAMLMapper().readTree(openapi.toFile()).at("/components/schemas");
        Map<String, String> properties = new TreeMap<>();
        describe(schemas, schemas.path("io.argoproj.workflow.v1alpha1.Workflow"), "", properties);
        return properties;
    }

    private static void describe(JsonNode all, JsonNode schema, String path, Map<String, String> properties) {
        String reference = schema.path("$ref").asText().replace(REF, "");
        JsonNode own = reference.isEmpty() ? schema : all.path(reference);
        if (!path.isEmpty()) {
            properties.put(path, type(own));
        }
        if (reference.startsWith("io.k8s.")) {
            return;
        }
        own.path("properties").fields().forEachRemaining(p -> describe(all, p.getValue(), path + "." + p.getKey(), properties));
        if (own.has("items")) {
            describe(all, own.path("items"), path + "[]", properties);
        }
        if (own.has("additionalProperties")) {
            describe(all, own.path("additionalProperties"), path + "{}", properties);
        }
    }

    /** Argo's CRD: everything beside and below the described paths, one level deep. */
    static Map<String, String> ofCrd(Path crd, Map<String, String> described) throws IOException {
        Map<String, String> properties = new TreeMap<>();
        enter(new YAMLMapper().readTree(crd.toFile()).at("/spec/versions/0/schema/openAPIV3Schema"), "", described, properties);
        return properties;
    }

    private static void enter(JsonNode schema, String path, Map<String, String> described, Map<String, String> properties) {
        if (!path.isEmpty()) {
            properties.put(path, type(schema));
        }
        boolean known = described.keySet().stream().anyMatch(p -> p.length() > path.length() && p.startsWith(path)
                && ".[{".indexOf(p.charAt(path.length())) >= 0);
        if (!known) {
            return;
        }
        schema.path("properties").fields().forEachRemaining(p -> enter(p.getValue(), path + "." + p.getKey(), described, properties));
        if (schema.has("items")) {
            enter(schema.path("items"), path + "[]", described, properties);
        }
        if (schema.has("additionalProperties")) {
            enter(schema.path("additionalProperties"), path + "{}", described, properties);
        }
    }

    private static String type(JsonNode schema) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean() || schema.path("format").asText().equals("int-or-string")) {
            return "int-or-string";
        }
        return schema.path("type").asText("any") + (schema.has("format") ? ":" + schema.path("format").asText() : "");
    }
}
