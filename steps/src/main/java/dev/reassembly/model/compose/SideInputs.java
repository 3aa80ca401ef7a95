package dev.reassembly.model.compose;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives later blocks the inputs that their own model had, by role: token ids, mask and types come from the first block's
 * model. A mask that the first model does not have is all ones, its token types are all zeros.
 */
final class SideInputs {
    private final Part first;
    private final Map<String, String> bound = new HashMap<>();

    SideInputs(Part first) {
        this.first = first;
    }

    /** The tensor that stands for the input {@code name} of the block's own model, of the type it had there. */
    String bind(GraphDraft draft, String prefix, Part part, String name) {
        return bound.computeIfAbsent(prefix + name, key -> part == first ? name : other(draft, prefix, part, name));
    }

    private String other(GraphDraft draft, String prefix, Part part, String name) {
        Chain.Inputs theirs = part.chain().inputs();
        Chain.Inputs ours = first.chain().inputs();
        ValueInfo wanted = input(part.graph(), name);
        if (name.equals(theirs.image())) {
            return image(part, wanted);
        }
        String role = name.equals(theirs.ids()) ? ours.ids() : name.equals(theirs.mask()) ? ours.mask() : ours.types();
        ValueInfo given = role == null ? null : input(first.graph(), role);
        String source = role == null ? constant(draft, prefix, name.equals(theirs.mask()) ? 1 : 0, name) : role;
        ElementType type = given == null ? ElementType.INT64 : given.type();
        return type == wanted.type() ? source : draft.add(prefix + name + "/cast", "Cast", List.of(source),
                Map.of("to", new Attribute.Int(wanted.type().onnxCode())));
    }

    /** A block may look at a picture's shape, but only at that of its own model's pictures. */
    private String image(Part part, ValueInfo wanted) {
        ValueInfo ours = input(first.graph(), first.chain().inputs().image());
        if (!rest(ours).equals(rest(wanted)) || rest(ours).contains(-1L) || ours.type() != wanted.type()) {
            throw new InvalidInputException("model " + part.ref().model(), "its layers " + part.ref().from() + " to "
                    + part.ref().to() + " use the shape of its own input " + wanted.shape() + ", but the network's input is "
                    + ours.shape() + " of " + first.ref().model());
        }
        return ours.name();
    }

    private static List<Long> rest(ValueInfo input) {
        return input.shape().isEmpty() ? List.of() : input.shape().subList(1, input.shape().size());
    }

    private String constant(GraphDraft draft, String prefix, long value, String name) {
        String shape = draft.add(prefix + name + "/shape", "Shape", first.chain().inputs().ids());
        return draft.add(prefix + name + "/constant", "ConstantOfShape", List.of(shape),
                Map.of("value", new Attribute.Constant(Tensor.ofLongs(List.of(1L), value))));
    }

    private static ValueInfo input(Graph graph, String name) {
        return graph.inputs().stream().filter(i -> i.name().equals(name)).findFirst().orElseThrow();
    }
}
