package dev.reassembly.api.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The OpenAPI schema of the generated CustomResourceDefinition: what an API server enforces, at hand without one. */
final class CrdSchema {
    private static final String RESOURCE = "/crd/modelreassemblies.reassembly.dev-v1.yml";

    private CrdSchema() {}

    /** The schema of {@code spec}. */
    static JsonNode ofSpec() {
        try (InputStream in = CrdSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the generated " + RESOURCE + " is missing from the build");
            }
            JsonNode crd = new YAMLMapper().readTree(in);
            return crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
