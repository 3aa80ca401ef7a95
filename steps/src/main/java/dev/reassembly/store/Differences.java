package dev.reassembly.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** Says in a few words why two keys of the same step are not the same. */
final class Differences {
    private static final int MOST = 3;
    private static final int LONGEST_VALUE = 40;

    private Differences() {}

    /** For example {@code partition.probeSamples (512, was 256) and the input model}. */
    static String between(StepKey now, StepKey before) {
        List<String> found = new ArrayList<>();
        if (!now.version().equals(before.version())) {
            found.add("the step's version (" + now.version() + ", was " + before.version() + ")");
        }
        compare(leaves(now.parameters()), leaves(before.parameters()),
                (name, to, from) -> found.add(name + " (" + shown(to) + ", was " + shown(from) + ")"));
        compare(now.inputs(), before.inputs(), (name, to, from) -> found.add(
                "the input " + name + (from == null ? " (new)" : to == null ? " (gone)" : "")));
        if (found.isEmpty()) {
            return "nothing that the key shows";
        }
        int left = found.size() - MOST;
        List<String> named = left > 1 ? found.subList(0, MOST) : found;
        String last = left > 1 ? left + " more" : named.get(named.size() - 1);
        List<String> first = left > 1 ? named : named.subList(0, named.size() - 1);
        return first.isEmpty() ? last : String.join(", ", first) + " and " + last;
    }

    private interface Difference {
        void found(String name, String now, String before);
    }

    private static void compare(Map<String, String> now, Map<String, String> before, Difference difference) {
        TreeSet<String> names = new TreeSet<>(now.keySet());
        names.addAll(before.keySet());
        for (String name : names) {
            if (!Objects.equals(now.get(name), before.get(name))) {
                difference.found(name, now.get(name), before.get(name));
            }
        }
    }

    private static Map<String, String> leaves(JsonNode parameters) {
        Map<String, String> leaves = new TreeMap<>();
        collect("", parameters, leaves);
        return leaves;
    }

    private static void collect(String path, JsonNode node, Map<String, String> leaves) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties().forEach(m -> collect(path.isEmpty() ? m.getKey() : path + "." + m.getKey(), m.getValue(), leaves));
        } else if (node.isArray() && !node.isEmpty()) {
            for (int i = 0; i < node.size(); i++) {
                collect(path + "[" + i + "]", node.get(i), leaves);
            }
        } else if (!node.isNull() && !node.isMissingNode()) {
            leaves.put(path.isEmpty() ? "parameters" : path, CanonicalJson.of(node));
        }
    }

    private static String shown(String value) {
        if (value == null) {
            return "absent";
        }
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
    }
}
