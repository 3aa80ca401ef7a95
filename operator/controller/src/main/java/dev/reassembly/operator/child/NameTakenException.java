package dev.reassembly.operator.child;

/** An object of the wanted name belongs to someone else. It is left alone. */
public final class NameTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NameTakenException(String kind, String name) {
        super("A " + kind + " " + name + " exists that this ModelReassembly does not own. Set the annotation " + ChildName.RETRY
                + " to a new value.");
    }
}
