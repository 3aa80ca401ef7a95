package dev.reassembly.data;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One JSON object a line, with a string for the text and a string, whole number or boolean for the class. */
final class JsonLines implements SampleFormat {
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build().readerFor(JsonNode.class);

    private final DataSource source;
    private final String textField;
    private final String labelField;

    JsonLines(DataSource source, String textField, String labelField) {
        this.source = source;
        this.textField = textField;
        this.labelField = labelField;
    }

    @Override
    public boolean accepts(String lowerName) {
        return lowerName.matches(".*\\.(jsonl|ndjson|json)(\\.gz)?");
    }

    @Override
    public String fileNames() {
        return "*.jsonl, *.ndjson, *.json, also with .gz";
    }

    @Override
    public SampleReader open(Part part) throws IOException {
        Lines lines = new Lines(Gunzip.open(source, part), part.name());
        return new SampleReader() {
            @Override
            public Sample next() throws IOException {
                for (String line; (line = lines.next()) != null;) {
                    if (!line.isBlank()) {
                        return sample(parse(line, lines.where()), part.name() + "#" + lines.number(), lines.where());
                    }
                }
                return null;
            }

            @Override
            public void close() throws IOException {
                lines.close();
            }
        };
    }

    private Sample sample(JsonNode object, String id, String where) {
        JsonNode text = field(object, textField, where);
        JsonNode label = field(object, labelField, where);
        if (!text.isTextual()) {
            throw new InvalidInputException(where, "field '" + textField + "' must be a string, not " + text.getNodeType());
        }
        if (!label.isTextual() && !label.isIntegralNumber() && !label.isBoolean()) {
            throw new InvalidInputException(where, "field '" + labelField
                    + "' must name a class by a string or whole number, not " + label.getNodeType());
        }
        return new Sample(id, where, label.asText(), new Payload.OfText(text.textValue()));
    }

    private static JsonNode field(JsonNode object, String name, String where) {
        JsonNode value = object.get(name);
        if (value == null) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            throw new InvalidInputException(where, "has no field '" + name + "'; its fields are " + names);
        }
        return value;
    }

    private static JsonNode parse(String line, String where) throws IOException {
        JsonNode node;
        try {
            node = READER.readValue(line);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new InvalidInputException(where, "is not one JSON object: "
                    + e.getOriginalMessage().lines().findFirst().orElse("")
                    + (at == null ? "" : " (column " + at.getColumnNr() + ")"), e);
        }
        if (!node.isObject()) {
            throw new InvalidInputException(where, "is not a JSON object but " + node.getNodeType());
        }
        return node;
    }
}
