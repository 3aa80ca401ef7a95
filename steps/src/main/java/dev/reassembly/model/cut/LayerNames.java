package dev.reassembly.model.cut;

import dev.reassembly.model.graph.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names layers after what their products' nodes have in common: {@code encoder/layer.3} from {@code /encoder/layer.3/...};
 * where they have nothing in common, after the last of them. A part that the next one repeats is left out: PyTorch writes
 * {@code /features/features.2/features.2.0/Conv}.
 */
final class LayerNames {
    private static final int LONGEST = 60;
    /** PyTorch's newer exporter names nodes node_MatMul_7, but weights by their modules. */
    private static final String UNNAMED = "node";
    private static final Pattern WEIGHT = Pattern.compile("(.+)\\.(weight|bias)\\b.*");

    private final Set<String> taken = new HashSet<>();

    String next(Span layer) {
        List<Node> nodes = (layer.products().isEmpty() ? layer.nodes() : layer.products()).stream()
                .filter(node -> !node.name().isBlank()).toList();
        String name = nodes.isEmpty() ? "" : common(nodes.stream().map(Node::name).toList());
        if (nodes.size() == 1 || name.length() < 3 || nodes.stream().anyMatch(isOperator(name))) {
            name = nodes.isEmpty() ? "layer" : withoutOperator(nodes.get(nodes.size() - 1).name());
        }
        if (name.equals(UNNAMED) || name.startsWith(UNNAMED + "_")) {
            name = common(weights(layer), nodes.get(nodes.size() - 1).name());
        }
        name = withoutRepetition(name);
        if (name.length() > LONGEST) {
            name = name.substring(name.length() - LONGEST);
        }
        String unique = name;
        for (int i = 2; !taken.add(unique); i++) {
            unique = name + " #" + i;
        }
        return unique;
    }

    /** Modules whose weights the layer reads. */
    private static List<String> weights(Span layer) {
        return layer.nodes().stream().flatMap(node -> node.inputs().stream()).map(WEIGHT::matcher).filter(Matcher::matches)
                .map(weight -> weight.group(1)).toList();
    }

    private static String common(List<String> names, String otherwise) {
        String name = names.isEmpty() ? "" : common(names);
        return name.isEmpty() ? otherwise : name;
    }

    /** Nodes named Conv.1 and Conv.2 have nothing in common but what they do. */
    private static Predicate<Node> isOperator(String name) {
        return node -> node.operator().equalsIgnoreCase(name);
    }

    /** {@code /conv1/Conv} is conv1, but a plain {@code Conv.3} stays. */
    private static String withoutOperator(String name) {
        int slash = name.lastIndexOf('/');
        return trimmed(slash > 1 ? name.substring(0, slash) : name);
    }

    /** The longest common prefix that ends where a part of the name ends. */
    private static String common(List<String> names) {
        String first = names.get(0);
        int length = first.length();
        for (String name : names) {
            length = Math.min(length, name.length());
            while (!name.startsWith(first.substring(0, length))) {
                length--;
            }
        }
        while (length > 0 && length < first.length() && insidePart(names, length)) {
            length--;
        }
        return trimmed(first.substring(0, length));
    }

    private static boolean insidePart(List<String> names, int length) {
        return isPart(names.get(0).charAt(length - 1)) && names.stream()
                .anyMatch(name -> name.length() > length && isPart(name.charAt(length)));
    }

    private static boolean isPart(char c) {
        return c != '/' && c != '_' && c != '.' && c != ':';
    }

    private static String withoutRepetition(String name) {
        String[] parts = name.split("/");
        StringBuilder kept = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            boolean repeated = i + 1 < parts.length && (parts[i + 1].equals(parts[i]) || parts[i + 1].startsWith(parts[i] + "."));
            kept.append(repeated ? "" : parts[i]).append(repeated || i + 1 == parts.length ? "" : "/");
        }
        return kept.toString();
    }

    private static String trimmed(String name) {
        return name.replaceAll("^[/_.:]+|[/_.:]+$", "");
    }
}
