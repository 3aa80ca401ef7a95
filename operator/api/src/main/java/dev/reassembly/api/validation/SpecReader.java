package dev.reassembly.api.validation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.api.v1alpha1.ModelReassemblySpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;

/**
 * Reads a ModelReassembly file as an API server would: the schema and the rules of the generated CRD are checked and its
 * defaults filled in, so that a file that runs here is accepted by a cluster, and the other way round.
 */
public final class SpecReader {
    /** A longer file is refused; the API server's own limit is 1.5 MiB. */
    public static final int MAX_BYTES = 1_500_000;

    private static final ObjectMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder().enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(50).build()).build());

    private static final ObjectMapper PLAIN_JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(50).build()).build());

    private final JsonNode schema = CrdSchema.ofSpec();
    private final SchemaRules rules = new SchemaRules(schema);
    private final CelRules cel = new CelRules();

    /**
     * @param file what errors call the source
     * @param yaml the file's bytes, YAML or JSON; of the metadata only name and namespace are read, and no status, so that a
     *     resource as a cluster returns it is read as well
     * @throws InvalidSpecException when it is not a valid ModelReassembly
     */
    public ModelReassembly read(String file, byte[] yaml) {
        if (yaml.length > MAX_BYTES) {
            throw new InvalidSpecException(file, List.of("has " + yaml.length + " bytes, allowed are at most " + MAX_BYTES));
        }
        JsonNode root = parse(file, yaml);
        expect(file, root, "apiVersion", "reassembly.dev/v1alpha1");
        expect(file, root, "kind", "ModelReassembly");
        String name = root.at("/metadata/name").asText("");
        if (name.length() > 253 || !name.matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")) {
            throw new InvalidSpecException(file, List.of("metadata.name: found \"" + name
                    + "\", allowed are lower-case letters, digits, - and ., each part between dots with letters or digits at both ends"));
        }
        if (!(root.get("spec") instanceof ObjectNode spec)) {
            throw new InvalidSpecException(file, List.of("spec: is required and is an object"));
        }
        Defaults.apply(schema, spec);
        List<String> problems = rules.check(spec);
        if (problems.isEmpty()) {
            problems = cel.check(schema, spec);
        }
        if (!problems.isEmpty()) {
            throw new InvalidSpecException(file, problems);
        }
        ModelReassembly resource = new ModelReassembly();
        resource.setMetadata(new ObjectMetaBuilder().withName(name)
                .withNamespace(root.at("/metadata/namespace").asText(null)).build());
        resource.setSpec(JSON.convertValue(spec, ModelReassemblySpec.class));
        return resource;
    }

    private static JsonNode parse(String file, byte[] yaml) {
        try {
            JsonNode root = startsObject(yaml) ? jsonOrYaml(yaml) : YAML.readTree(yaml);
            if (root == null || !root.isObject()) {
                throw new InvalidSpecException(file, List.of("is not a YAML document of a ModelReassembly"));
            }
            return root;
        } catch (JsonProcessingException e) {
            String line = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw new InvalidSpecException(file, List.of("is not YAML" + line + ": " + e.getOriginalMessage().lines().findFirst().orElse("")));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean startsObject(byte[] text) {
        int at = 0;
        while (at < text.length && Character.isWhitespace(text[at])) {
            at++;
        }
        return at < text.length && text[at] == '{';
    }

    /** YAML may begin with a brace as well; but JSON, as a cluster writes it, has escapes that YAML readers refuse. */
    private static JsonNode jsonOrYaml(byte[] text) throws java.io.IOException {
        try {
            return PLAIN_JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return YAML.readTree(text);
        }
    }

    private static void expect(String file, JsonNode root, String field, String value) {
        String found = root.path(field).asText("");
        if (!found.equals(value)) {
            throw new InvalidSpecException(file, List.of(field + ": found \"" + found + "\", allowed is " + value));
        }
    }
}
