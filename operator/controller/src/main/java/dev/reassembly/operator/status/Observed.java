package dev.reassembly.operator.status;

import dev.reassembly.operator.accept.Acceptance;
import dev.reassembly.operator.observe.Run;

/** Everything that a status can be made of. */
public sealed interface Observed {

    /** The spec cannot run here. */
    record Refused(Acceptance.Rejected rejected) implements Observed {}

    /**
     * The children could not be made: for good until the user does something (NameTaken), or until it is tried again.
     *
     * @param reason {@link Reason#NameTaken} or {@link Reason#CreationRefused}
     * @param workflow their name
     * @param attempt which attempt they are for
     */
    record NotCreated(Reason reason, String message, String workflow, String attempt) implements Observed {}

    /**
     * The Workflow exists.
     *
     * @param attempt the attempt that was last asked for, whether it was granted or not
     */
    record Underway(Run run, String attempt) implements Observed {}

    /** The run was over and its Workflow has been cleared away; only a refused retry can be new. */
    record ClearedAway(String attempt) implements Observed {}
}
