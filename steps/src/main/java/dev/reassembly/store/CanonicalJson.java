package dev.reassembly.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * One text for one value: members sorted by name and left out when null, no white space, numbers by their value alone
 * ({@code 1}, {@code 1.0} and {@code 1e0} are all {@code 1}; 32-bit floats by their shortest decimal). So a parameter that
 * is added later, with no value, does not change the keys of what was computed before.
 */
public final class CanonicalJson {
    /** Decimals keep their digits when read, so a text read back gives the same canonical form. */
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    /** Values keep their types, so a 32-bit float does not grow digits on its way into a tree. */
    private static final ObjectMapper VALUES = new JsonMapper();
    private static final int LONGEST_PLAIN = 21;

    private CanonicalJson() {}

    /** Anything Jackson can write: records, maps, lists, numbers, texts. */
    public static String of(Object value) {
        StringBuilder text = new StringBuilder();
        append(tree(value), text);
        return text.toString();
    }

    /** The value as a tree. */
    public static JsonNode tree(Object value) {
        return value instanceof JsonNode node ? node : VALUES.valueToTree(value);
    }

    /** Reads a JSON text as a tree. */
    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void append(JsonNode node, StringBuilder text) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                TreeMap<String, JsonNode> members = new TreeMap<>();
                node.properties().stream().filter(m -> !m.getValue().isNull())
                        .forEach(m -> members.put(m.getKey(), m.getValue()));
                String separator = "{";
                for (Map.Entry<String, JsonNode> member : members.entrySet()) {
                    text.append(separator);
                    quote(member.getKey(), text);
                    append(member.getValue(), text.append(':'));
                    separator = ",";
                }
                text.append(members.isEmpty() ? "{}" : "}");
            }
            case ARRAY -> {
                String separator = "[";
                for (JsonNode element : node) {
                    append(element, text.append(separator));
                    separator = ",";
                }
                text.append(node.isEmpty() ? "[]" : "]");
            }
            case NUMBER -> text.append(number(node));
            case STRING, BINARY -> quote(node.asText(), text);
            case BOOLEAN, NULL -> text.append(node.asText());
            default -> throw new IllegalArgumentException("a value of type " + node.getNodeType() + " has no JSON form");
        }
    }

    private static String number(JsonNode node) {
        boolean binary = node instanceof FloatNode || node instanceof DoubleNode;
        if (binary && !Double.isFinite(node.doubleValue())) {
            throw new IllegalArgumentException(node.doubleValue() + " has no JSON form");
        }
        BigDecimal value = node instanceof FloatNode ? new BigDecimal(Float.toString(node.floatValue()))
                : node instanceof DoubleNode ? new BigDecimal(Double.toString(node.doubleValue())) : node.decimalValue();
        if (value.signum() == 0) {
            return "0";
        }
        BigDecimal bare = value.stripTrailingZeros();
        boolean plain = bare.precision() - bare.scale() <= LONGEST_PLAIN && bare.scale() <= LONGEST_PLAIN;
        return plain ? bare.toPlainString() : bare.unscaledValue() + "E" + -bare.scale();
    }

    private static void quote(String value, StringBuilder text) {
        text.append('"').append(JsonStringEncoder.getInstance().quoteAsString(value)).append('"');
    }
}
