package dev.reassembly.operator.observe;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.operator.workflow.Workflow;
import dev.reassembly.operator.workflow.WorkflowBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.util.Optional;
import java.util.stream.Collectors;

/** The operator's own Workflows, watched by label: other people's never reach its memory. */
public final class WorkflowSource {
    private final InformerEventSource<Workflow, ModelReassembly> informer;

    public WorkflowSource(EventSourceContext<ModelReassembly> context) {
        String labels = WorkflowBuilder.MARK.entrySet().stream().map(label -> label.getKey() + "=" + label.getValue()).collect(Collectors.joining(","));
        informer = new InformerEventSource<>(InformerEventSourceConfiguration.from(Workflow.class, ModelReassembly.class)
                .withName("workflows").withLabelSelector(labels).withNamespacesInheritedFromController()
                .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(ModelReassembly.class)).build(), context);
    }

    public InformerEventSource<Workflow, ModelReassembly> informer() {
        return informer;
    }

    /** The Workflow of that name, if it is the resource's own. */
    public Optional<Workflow> find(ModelReassembly owner, String name) {
        return informer.get(new ResourceID(name, owner.getMetadata().getNamespace()))
                .filter(workflow -> workflow.hasOwnerReferenceFor(owner.getMetadata().getUid()));
    }
}
