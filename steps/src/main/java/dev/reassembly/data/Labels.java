package dev.reassembly.data;

import dev.reassembly.failure.InvalidInputException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Class names to indices. Names that are given keep their order. Names that are found are sorted: by value when all are whole
 * numbers, else as text. Formats that number classes may use the number in place of the name when names are given.
 */
final class Labels {
    private static final int MOST = 10_000;

    private final List<String> given;
    private final boolean numbered;
    private final Map<String, Integer> known = new LinkedHashMap<>();
    private int[] labels = new int[1024];
    private int size;

    Labels(List<String> given, boolean numbered) {
        this.given = given;
        this.numbered = numbered;
        for (String name : given) {
            if (known.put(name, known.size()) != null) {
                throw new InvalidInputException("classes", "names '" + name + "' twice");
            }
        }
    }

    void add(Sample sample) {
        String label = sample.label().strip();
        if (label.isEmpty()) {
            throw new InvalidInputException(sample.where(), "has an empty label");
        }
        Integer index = known.get(label);
        if (index == null) {
            index = given.isEmpty() ? discovered(label, sample) : number(label, sample);
        }
        if (size == labels.length) {
            labels = Arrays.copyOf(labels, size + (size >> 1));
        }
        labels[size++] = index;
    }

    private int discovered(String label, Sample sample) {
        if (known.size() == MOST) {
            throw new InvalidInputException(sample.where(), "brings the number of classes above " + MOST
                    + "; check which field holds the label");
        }
        known.put(label, known.size());
        return known.size() - 1;
    }

    private int number(String label, Sample sample) {
        if (numbered && label.matches("\\d{1,9}") && Integer.parseInt(label) < given.size()) {
            return Integer.parseInt(label);
        }
        String allowed = given.size() <= 20 ? given.toString() : given.subList(0, 20) + " and " + (given.size() - 20) + " more";
        throw new InvalidInputException(sample.where(), "has the label '" + label + "', which is not one of the classes "
                + allowed);
    }

    /** Class names in label order, once all samples were added. */
    List<String> names() {
        if (!given.isEmpty()) {
            return List.copyOf(given);
        }
        List<String> names = new ArrayList<>(known.keySet());
        boolean numbers = names.stream().allMatch(name -> name.matches("-?\\d+"));
        names.sort(numbers ? Comparator.comparing(BigInteger::new) : Comparator.naturalOrder());
        return List.copyOf(names);
    }

    /** The class index of every sample in the order of adding. */
    int[] indices() {
        Map<String, Integer> sorted = new HashMap<>();
        names().forEach(name -> sorted.put(name, sorted.size()));
        int[] renumbered = new int[known.size()];
        known.forEach((name, index) -> renumbered[index] = sorted.get(name));
        return Arrays.stream(labels, 0, size).map(index -> renumbered[index]).toArray();
    }
}
