package dev.reassembly.model.cut;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds out what each input of a graph means: by its name where that says it, else by what the graph does with it. Token
 * ids index the largest embedding table, token types a table of at most {@value #MOST_TYPES} rows, a mask indexes none.
 */
final class InputRoles {
    private static final int MOST_TYPES = 16;
    /** What may stand between an input and the table that it indexes. */
    private static final Set<String> HARMLESS = Set.of("Cast", "Reshape", "Unsqueeze", "Squeeze", "Slice", "Flatten", "Concat");

    private enum Role {
        IDS, MASK, TYPES
    }

    private InputRoles() {}

    /** @throws InvalidInputException when an input has no known role or a needed role has no input */
    static Chain.Inputs infer(String model, GraphIndex index, NominalInput nominal) {
        List<ValueInfo> inputs = index.graph().inputs().stream().filter(i -> index.inputs().contains(i.name())).toList();
        return nominal instanceof NominalInput.Image ? image(model, inputs) : text(model, index, inputs);
    }

    private static Chain.Inputs image(String model, List<ValueInfo> inputs) {
        if (inputs.size() != 1 || !inputs.get(0).type().isFloating()) {
            throw new InvalidInputException("model " + model, "has the inputs " + describe(inputs)
                    + "; an image model needs exactly one, of a floating-point type");
        }
        return new Chain.Inputs(inputs.get(0).name(), null, null, null);
    }

    private static Chain.Inputs text(String model, GraphIndex index, List<ValueInfo> inputs) {
        Map<Role, String> roles = new HashMap<>();
        List<ValueInfo> open = new ArrayList<>();
        for (ValueInfo input : inputs) {
            Role role = byName(input.name());
            if (role == null || roles.putIfAbsent(role, input.name()) != null) {
                open.add(input);
            }
        }
        Map<String, Long> rows = new HashMap<>();
        open.forEach(input -> rows.put(input.name(), tableRows(index, input.name())));
        open.sort((a, b) -> Long.compare(rows.get(b.name()), rows.get(a.name())));
        for (ValueInfo input : open) {
            long table = rows.get(input.name());
            Role role = table == 0 ? Role.MASK : table <= MOST_TYPES && roles.containsKey(Role.IDS) ? Role.TYPES : Role.IDS;
            if (roles.putIfAbsent(role, input.name()) != null) {
                throw new InvalidInputException("model " + model, "input " + input.name()
                        + " is neither token ids, mask nor token"
                        + " types; a text model may have one of each, this one has " + describe(inputs));
            }
        }
        if (!roles.containsKey(Role.IDS)) {
            throw new InvalidInputException("model " + model, "none of its inputs " + describe(inputs) + " holds token ids");
        }
        return new Chain.Inputs(null, roles.get(Role.IDS), roles.get(Role.MASK), roles.get(Role.TYPES));
    }

    private static Role byName(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        if (plain.contains("mask")) {
            return Role.MASK;
        }
        if (plain.contains("typeid") || plain.contains("segmentid") || plain.contains("tokentype")) {
            return Role.TYPES;
        }
        return plain.contains("inputid") || plain.contains("tokenid") || plain.contains("wordid") ? Role.IDS : null;
    }

    /** Rows of the largest float table that the tensor indexes, 0 when it indexes none. */
    static long tableRows(GraphIndex index, String input) {
        long most = 0;
        Set<String> seen = new HashSet<>(Set.of(input));
        List<String> open = new ArrayList<>(seen);
        while (!open.isEmpty()) {
            String tensor = open.remove(open.size() - 1);
            for (int reader : index.consumers(tensor)) {
                Node node = index.node(reader);
                if (node.operator().equals("Gather") && node.inputs().get(1).equals(tensor)) {
                    Tensor table = index.initializer(node.inputs().get(0));
                    if (table != null && table.type().isFloating() && table.shape().size() == 2) {
                        most = Math.max(most, table.shape().get(0));
                    }
                } else if (HARMLESS.contains(node.operator()) && seen.add(node.outputs().get(0))) {
                    open.add(node.outputs().get(0));
                }
            }
        }
        return most;
    }

    private static String describe(List<ValueInfo> inputs) {
        return inputs.stream().map(i -> i.name() + " " + i.type() + i.shape()).toList().toString();
    }
}
