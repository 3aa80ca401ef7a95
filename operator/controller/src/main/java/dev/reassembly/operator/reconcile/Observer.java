package dev.reassembly.operator.reconcile;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.api.v1alpha1.ModelReassemblyStatus;
import dev.reassembly.operator.accept.Acceptance;
import dev.reassembly.operator.accept.Acceptor;
import dev.reassembly.operator.child.ChildName;
import dev.reassembly.operator.child.Children;
import dev.reassembly.operator.child.NameTakenException;
import dev.reassembly.operator.event.EventPublisher;
import dev.reassembly.operator.event.EventReason;
import dev.reassembly.operator.observe.Run;
import dev.reassembly.operator.observe.WorkflowSource;
import dev.reassembly.operator.status.Observed;
import dev.reassembly.operator.status.Reason;
import dev.reassembly.operator.status.StatusReport;
import dev.reassembly.operator.workflow.Workflow;
import dev.reassembly.operator.workflow.WorkflowBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/** Looks after the present attempt: finds its Workflow, makes it when it should be there and isn't, and keeps its suspension right. */
public class Observer {
    private final Acceptor acceptor;
    private final WorkflowBuilder builder;
    private final Children children;
    private final EventPublisher events;
    private WorkflowSource workflows;

    public Observer(Acceptor acceptor, WorkflowBuilder builder, Children children, EventPublisher events) {
        this.acceptor = acceptor;
        this.builder = builder;
        this.children = children;
        this.events = events;
    }

    /** Where workflows are found; known once the controller starts. */
    void workflows(WorkflowSource source) {
        this.workflows = source;
    }

    Observed observe(ModelReassembly resource) {
        Attempt attempt = Attempt.of(resource);
        if (attempt.kind().isRefusal()) {
            events.publish(resource, EventReason.RetryRefused, "Only a failed run can be tried again; this one "
                    + (StatusReport.isOver(resource.getStatus()) ? "has not failed." : "is underway."));
        }
        Optional<Workflow> workflow = attempt.kind().isNew() ? Optional.empty() : workflows.find(resource, attempt.workflow());
        if (workflow.isPresent()) {
            return watch(resource, workflow.get(), attempt);
        }
        return attempt.kind().isPast() ? new Observed.ClearedAway(attempt.asked()) : begin(resource, attempt);
    }

    private Observed begin(ModelReassembly resource, Attempt attempt) {
        Acceptance acceptance = acceptor.judge(resource);
        if (acceptance instanceof Acceptance.Rejected rejected) {
            return new Observed.Refused(rejected);
        }
        ModelReassembly accepted = ((Acceptance.Accepted) acceptance).resource();
        try {
            Children.Made<Workflow> made = children.make(accepted, builder.build(accepted, attempt.workflow()));
            if (made.isNew()) {
                tell(resource, attempt);
            } else if (attempt.kind() == Attempt.Kind.Retry && Run.of(made.object()).isOver()) {
                return usedBefore(resource, attempt);
            }
            return watch(resource, made.object(), attempt);
        } catch (NameTakenException e) {
            return new Observed.NotCreated(Reason.NameTaken, e.getMessage(), attempt.workflow(), attempt.asked());
        } catch (KubernetesClientException e) {
            String why = e.getStatus() != null && e.getStatus().getMessage() != null ? e.getStatus().getMessage() : e.getMessage();
            return new Observed.NotCreated(Reason.CreationRefused, "The API server did not create the run: " + why, attempt.workflow(), attempt.asked());
        }
    }

    /** The annotation has a value again that an earlier attempt had: what is told stays that of the present one. */
    private Observed usedBefore(ModelReassembly resource, Attempt attempt) {
        events.publish(resource, EventReason.RetryRefused, "The attempt that this value of " + ChildName.RETRY + " asked for is over; set another value.");
        return workflows.find(resource, resource.getStatus().workflow()).map(present -> watch(resource, present, attempt))
                .orElseGet(() -> new Observed.ClearedAway(attempt.asked()));
    }

    private void tell(ModelReassembly resource, Attempt attempt) {
        ModelReassemblyStatus status = resource.getStatus();
        if (attempt.kind() == Attempt.Kind.Retry) {
            events.publish(resource, EventReason.RetryRequested, "A new attempt begins; what is stored is used again.");
        }
        boolean lost = !attempt.kind().isNew() && StatusReport.wasCreated(status);
        events.publish(resource, lost ? EventReason.WorkflowLost : EventReason.WorkflowCreated, lost
                ? "Workflow " + attempt.workflow() + " was deleted before it was over and has been created again; what is stored is used again."
                : "Workflow " + attempt.workflow() + " was created.");
    }

    private Observed watch(ModelReassembly resource, Workflow workflow, Attempt attempt) {
        Run run = Run.of(workflow);
        boolean suspend = Boolean.TRUE.equals(resource.getSpec().suspend());
        if (run.isOver() || run.suspended() == suspend) {
            return new Observed.Underway(run, attempt.asked());
        }
        Run changed = Run.of(children.suspend(workflow, suspend));
        events.publish(resource, suspend ? EventReason.Suspended : EventReason.Resumed, suspend
                ? "Running pods finish, no new ones start." : "The workflow goes on.");
        return new Observed.Underway(changed, attempt.asked());
    }
}
