package dev.reassembly.operator.reconcile;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.api.v1alpha1.ModelReassemblyStatus;
import dev.reassembly.operator.child.ChildName;
import dev.reassembly.operator.status.StatusReport;

/**
 * Which attempt to look after. The status remembers the attempt last asked for, granted or not: a retry that is refused while
 * a run is underway does not start by surprise when that run fails later.
 *
 * @param workflow name of the attempt's Workflow
 * @param asked the attempt last asked for
 */
record Attempt(String workflow, String asked, Kind kind) {
    enum Kind {
        /** Nothing was made for the resource before. */
        First,
        /** The Workflow was made before. */
        Present,
        /** The Workflow was made before, and its run is over. */
        Past,
        /** A failed run is tried again. */
        Retry,
        /** As Present, and a retry is asked for in vain. */
        PresentRetryRefused,
        /** As Past, and a retry is asked for in vain. */
        PastRetryRefused;

        boolean isNew() {
            return this == First || this == Retry;
        }

        boolean isPast() {
            return this == Past || this == PastRetryRefused;
        }

        boolean isRefusal() {
            return this == PresentRetryRefused || this == PastRetryRefused;
        }
    }

    /** An annotation that was taken away asks for nothing: the attempt is the one that was last asked for. */
    static Attempt of(ModelReassembly resource) {
        ChildName wanted = ChildName.wanted(resource);
        ModelReassemblyStatus status = resource.getStatus();
        if (status == null || status.workflow() == null) {
            return new Attempt(wanted.toString(), wanted.attempt(), Kind.First);
        }
        boolean over = StatusReport.isOver(status);
        if (ChildName.retry(resource).isEmpty() || wanted.attempt().equals(status.attempt())) {
            return new Attempt(status.workflow(), status.attempt(), over ? Kind.Past : Kind.Present);
        }
        if (StatusReport.hasFailed(status)) {
            return new Attempt(wanted.toString(), wanted.attempt(), Kind.Retry);
        }
        return new Attempt(status.workflow(), wanted.attempt(), over ? Kind.PastRetryRefused : Kind.PresentRetryRefused);
    }
}
