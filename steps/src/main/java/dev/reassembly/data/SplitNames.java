package dev.reassembly.data;

import dev.reassembly.failure.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits that a data set brings along: a folder, or the beginning of a file's name, called train, validation (or val) or
 * test (MNIST's files say t10k). A data set has its own splits when something in it is called train; then everything in
 * it must name its split. Otherwise all of it is one pool.
 */
final class SplitNames {
    private static final Pattern NAME = Pattern.compile("(train|validation|val|test|t10k)(?![a-z])");
    private static final Map<String, Split> SPLITS = Map.of("train", Split.TRAIN, "validation", Split.VALIDATION,
            "val", Split.VALIDATION, "test", Split.TEST, "t10k", Split.TEST);

    private SplitNames() {}

    /** The parts with their splits filled in where the data set has its own. */
    static List<Part> assign(String uri, List<Part> parts) {
        List<Split> found = parts.stream().map(part -> of(part.name())).toList();
        if (!found.contains(Split.TRAIN)) {
            if (!found.isEmpty() && !found.contains(null)) {
                throw new InvalidInputException(uri, "has data called " + top(parts.get(0).name())
                        + " but none called train; name all splits, or none to have them drawn");
            }
            return parts;
        }
        List<Part> assigned = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (found.get(i) == null) {
                throw new InvalidInputException(uri, "has data called train, so " + part.name()
                        + " must say train, validation, val or test in its folder's or file's name too");
            }
            assigned.add(new Part(part.uri(), part.name(), part.object(), found.get(i)));
        }
        return assigned;
    }

    private static Split of(String name) {
        Matcher matcher = NAME.matcher(top(name).toLowerCase(Locale.ROOT));
        return matcher.lookingAt() ? SPLITS.get(matcher.group(1)) : null;
    }

    private static String top(String name) {
        int slash = name.indexOf('/');
        return slash < 0 ? name : name.substring(0, slash);
    }
}
