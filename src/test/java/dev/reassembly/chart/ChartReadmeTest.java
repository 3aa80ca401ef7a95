package dev.reassembly.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The chart's README lists every value with its true default, and no other. */
class ChartReadmeTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| `([^`]+)` \\|");

    @Test
    void listsEveryValueWithItsDefault() throws IOException {
        Set<String> listed = new TreeSet<>();
        Matcher row = ROW.matcher(Files.readString(Helm.CHART.resolve("README.md")));
        while (row.find()) {
            listed.add(row.group(1) + " = " + row.group(2));
        }
        Set<String> known = new TreeSet<>();
        collect("", Helm.yaml(Helm.CHART.resolve("values.yaml")), known);
        assertThat(listed).isEqualTo(known);
    }

    private static void collect(String path, JsonNode value, Set<String> into) {
        if (value.isObject() && !value.isEmpty()) {
            value.properties().forEach(entry -> collect(path + (path.isEmpty() ? "" : ".") + entry.getKey(), entry.getValue(), into));
        } else {
            into.add(path + " = " + value);
        }
    }
}
