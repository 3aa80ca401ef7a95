package dev.reassembly.model.run;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Einstein sums of one or more operands. Operands are joined from the left, each pair by one batched matrix product. The
 * axes of an ellipsis get labels of their own; a label twice in one term takes the diagonal.
 */
final class Einsum {
    private static final String ELLIPSIS = "...";
    /** Labels that no equation uses. */
    private static final String FREE = "0123456789";

    private final List<String> terms;
    private final String result;

    private Einsum(List<String> terms, String result) {
        this.terms = terms;
        this.result = result;
    }

    static Function<Operands, PtNDArray> bind(Node node) {
        String equation = node.text("equation", "").replace(" ", "");
        String[] sides = equation.split("->", -1);
        String term = "[A-Za-z]*(\\.\\.\\.)?[A-Za-z]*";
        if (!equation.matches(term + "(," + term + ")*(->" + term + ")?")) {
            throw Refusal.of(node, " with equation '" + equation + "'");
        }
        return new Einsum(List.of(sides[0].split(",", -1)), sides.length == 2 ? sides[1] : implicit(sides[0]))::begin;
    }

    private PtNDArray begin(Operands x) {
        List<String> written = new ArrayList<>();
        List<PtNDArray> operands = new ArrayList<>();
        String all = "";
        for (int i = 0; i < terms.size(); i++) {
            int hidden = x.get(i).getShape().dimension() - terms.get(i).replace(ELLIPSIS, "").length();
            String own = terms.get(i).contains(ELLIPSIS) ? FREE.substring(FREE.length() - hidden) : "";
            all = own.length() > all.length() ? own : all;
            String labels = terms.get(i).replace(ELLIPSIS, own);
            PtNDArray value = x.get(i);
            for (int at = 0; at < labels.length() && value.getShape().dimension() == labels.length(); ) {
                int again = labels.indexOf(labels.charAt(at), at + 1);
                if (again < 0) {
                    at++;
                } else {
                    value = JniUtils.diagonal(value, 0, at, again); // Which puts the axis last.
                    String label = labels.substring(at, at + 1);
                    labels = labels.substring(0, at) + labels.substring(at + 1, again) + labels.substring(again + 1) + label;
                }
            }
            written.add(labels);
            operands.add(value);
        }
        return new Einsum(written, result.replace(ELLIPSIS, all)).apply(operands);
    }

    /** The axes of ellipses, and labels that occur once in alphabetical order. */
    private static String implicit(String left) {
        StringBuilder once = new StringBuilder(left.contains(ELLIPSIS) ? ELLIPSIS : "");
        left.chars().filter(Character::isLetter).filter(c -> left.indexOf(c) == left.lastIndexOf(c)).sorted()
                .forEach(c -> once.append((char) c));
        return once.toString();
    }

    private PtNDArray apply(List<PtNDArray> x) {
        Map<Character, Long> lengths = new HashMap<>();
        for (int i = 0; i < terms.size(); i++) {
            long[] dims = Operands.dims(x.get(i));
            if (dims.length != terms.get(i).length()) {
                throw new IllegalArgumentException("operand " + i + " has rank " + dims.length + ", not "
                        + terms.get(i).length());
            }
            for (int d = 0; d < dims.length; d++) {
                lengths.put(terms.get(i).charAt(d), dims[d]);
            }
        }
        String labels = terms.get(0);
        PtNDArray value = x.get(0);
        for (int i = 1; i < terms.size(); i++) {
            String wanted = result + String.join("", terms.subList(i + 1, terms.size()));
            String right = terms.get(i);
            String shared = keep(labels, c -> has(right, c));
            String batch = keep(shared, c -> has(wanted, c));
            String summed = keep(shared, c -> !has(wanted, c));
            String onlyLeft = keep(labels, c -> !has(right, c) && has(wanted, c));
            String leftLabels = labels;
            String onlyRight = keep(right, c -> !has(leftLabels, c) && has(wanted, c));
            PtNDArray a = arrange(value, labels, lengths, batch, onlyLeft, summed);
            PtNDArray b = arrange(x.get(i), right, lengths, batch, summed, onlyRight);
            labels = batch + onlyLeft + onlyRight;
            value = JniUtils.reshape(JniUtils.bmm(a, b), labels.chars().mapToLong(c -> lengths.get((char) c)).toArray());
        }
        PtNDArray total = sumMissing(value, labels, result);
        String left = keep(labels, c -> has(result, c));
        return JniUtils.permute(total, result.chars().mapToLong(left::indexOf).toArray());
    }

    /** The operand with three joined axes: those of the first, second and third group of labels; others are summed. */
    private static PtNDArray arrange(PtNDArray value, String labels, Map<Character, Long> lengths, String... groups) {
        String wanted = String.join("", groups);
        PtNDArray total = sumMissing(value, labels, wanted);
        String left = keep(labels, c -> has(wanted, c));
        PtNDArray ordered = JniUtils.permute(total, wanted.chars().mapToLong(left::indexOf).toArray());
        long[] shape = new long[groups.length];
        for (int i = 0; i < groups.length; i++) {
            shape[i] = groups[i].chars().mapToLong(c -> lengths.get((char) c)).reduce(1, (p, q) -> p * q);
        }
        return JniUtils.reshape(ordered, shape);
    }

    private static PtNDArray sumMissing(PtNDArray value, String labels, String wanted) {
        List<Long> axes = new ArrayList<>();
        for (int i = 0; i < labels.length(); i++) {
            if (!has(wanted, labels.charAt(i))) {
                axes.add((long) i);
            }
        }
        return axes.isEmpty() ? value : JniUtils.sum(value, Operands.array(axes), false);
    }

    private static boolean has(String labels, char label) {
        return labels.indexOf(label) >= 0;
    }

    private interface Choice {
        boolean test(char label);
    }

    private static String keep(String labels, Choice choice) {
        StringBuilder kept = new StringBuilder();
        labels.chars().filter(c -> choice.test((char) c)).forEach(c -> kept.append((char) c));
        return kept.toString();
    }
}
