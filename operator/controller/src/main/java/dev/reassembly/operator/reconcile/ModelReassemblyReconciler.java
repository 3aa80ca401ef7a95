package dev.reassembly.operator.reconcile;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.api.v1alpha1.ModelReassemblyStatus;
import dev.reassembly.operator.event.EventPublisher;
import dev.reassembly.operator.event.Transitions;
import dev.reassembly.operator.metrics.ResourceGauges;
import dev.reassembly.operator.observe.WorkflowSource;
import dev.reassembly.operator.status.Observed;
import dev.reassembly.operator.status.Reason;
import dev.reassembly.operator.status.StatusReport;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Observes, makes what is missing, and reports; it writes a status only when it differs. */
@ControllerConfiguration(name = "modelreassembly", generationAwareEventProcessing = false,
        informer = @Informer(onUpdateFilter = WorthReconciling.class))
@GradualRetry(maxAttempts = -1, initialInterval = 2_000, intervalMultiplier = 2, maxInterval = 300_000)
public class ModelReassemblyReconciler implements Reconciler<ModelReassembly> {
    private static final Duration UNTIL_CREATED_AGAIN = Duration.ofMinutes(1);

    private final Observer observer;
    private final EventPublisher events;
    private final ResourceGauges gauges;

    public ModelReassemblyReconciler(Observer observer, EventPublisher events, ResourceGauges gauges) {
        this.observer = observer;
        this.events = events;
        this.gauges = gauges;
    }

    @Override
    public List<EventSource<?, ModelReassembly>> prepareEventSources(EventSourceContext<ModelReassembly> context) {
        gauges.count(context.getPrimaryCache());
        WorkflowSource workflows = new WorkflowSource(context);
        observer.workflows(workflows);
        return List.of(workflows.informer());
    }

    @Override
    @WithSpan("reconcile")
    public UpdateControl<ModelReassembly> reconcile(ModelReassembly resource, Context<ModelReassembly> context) {
        Span.current().setAttribute("k8s.namespace.name", resource.getMetadata().getNamespace())
                .setAttribute("reassembly.name", resource.getMetadata().getName());
        if (resource.isMarkedForDeletion()) {
            return UpdateControl.noUpdate();
        }
        Observed observed = observer.observe(resource);
        UpdateControl<ModelReassembly> update = report(resource, StatusReport.of(resource, observed, Instant.now()));
        if (observed instanceof Observed.NotCreated missing && missing.reason() == Reason.CreationRefused) {
            update.rescheduleAfter(UNTIL_CREATED_AGAIN);
        }
        return update;
    }

    private UpdateControl<ModelReassembly> report(ModelReassembly resource, ModelReassemblyStatus status) {
        if (status.equals(resource.getStatus())) {
            return UpdateControl.noUpdate();
        }
        Transitions.between(resource.getStatus(), status).forEach(told -> events.publish(resource, told.reason(), told.message()));
        resource.setStatus(status);
        return UpdateControl.patchStatus(resource);
    }
}
