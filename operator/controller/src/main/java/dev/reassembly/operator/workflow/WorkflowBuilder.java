package dev.reassembly.operator.workflow;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.api.v1alpha1.ModelReassemblySpec;
import dev.reassembly.api.v1alpha1.NamedBudget;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1ArtifactRepositoryRef;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1ExecutorConfig;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Metadata;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1PodGC;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1TTLStrategy;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Template;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1WorkflowSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** From a ModelReassembly to the Argo Workflow that runs its steps. Pure: the same resource and settings give the same workflow. */
public final class WorkflowBuilder {
    /** Key, in the ConfigMap, of the specification that the pods read. */
    public static final String SPECIFICATION = "modelreassembly.json";
    /** Marks what the operator makes. */
    public static final Map<String, String> MARK = Map.of("app.kubernetes.io/managed-by", "reassembly-operator");

    private final WorkflowSettings settings;

    public WorkflowBuilder(WorkflowSettings settings) {
        this.settings = settings;
    }

    /**
     * @param resource an accepted ModelReassembly, with the storage that the run shall use
     * @param name name of the workflow, and of the ConfigMap that holds the specification for its pods
     */
    public Workflow build(ModelReassembly resource, String name) {
        Workflow workflow = new Workflow();
        workflow.setMetadata(WorkflowMetadata.of(resource, name));
        workflow.setSpec(spec(resource, name));
        return workflow;
    }

    private IoArgoprojWorkflowV1alpha1WorkflowSpec spec(ModelReassembly resource, String name) {
        ModelReassemblySpec asked = resource.getSpec();
        IoArgoprojWorkflowV1alpha1WorkflowSpec spec = new IoArgoprojWorkflowV1alpha1WorkflowSpec()
                .entrypoint(TaskGraph.TEMPLATE)
                .templates(templates(asked))
                .volumes(StepContainers.volumes(name, settings))
                .podMetadata(new IoArgoprojWorkflowV1alpha1Metadata().labels(WorkflowMetadata.labels(resource)))
                .activeDeadlineSeconds(asked.activeDeadlineSeconds())
                .suspend(Boolean.TRUE.equals(asked.suspend()) ? true : null)
                .parallelism(settings.parallelism().isPresent() ? (long) settings.parallelism().getAsInt() : null)
                .artifactRepositoryRef(settings.artifacts()
                        .map(at -> new IoArgoprojWorkflowV1alpha1ArtifactRepositoryRef().configMap(at.configMap()).key(at.key())).orElse(null));
        security(spec);
        lifetime(spec);
        new StepPlacement(asked.pods()).place(spec);
        return spec;
    }

    private List<IoArgoprojWorkflowV1alpha1Template> templates(ModelReassemblySpec asked) {
        IoArgoprojWorkflowV1alpha1Template graph = TaskGraph.of(asked);
        boolean halved = graph.getDag().getTasks().stream().anyMatch(task -> Step.HALVE.command().equals(task.getTemplate()));
        StepTemplates steps = new StepTemplates(new StepContainers(asked, settings), new StepPlacement(asked.pods()), Retries.upTo(settings.retries()),
                settings.artifacts().isPresent() ? null : ArtifactStore.in(asked.storage()),
                asked.budgets() == null ? List.of() : asked.budgets().stream().map(NamedBudget::name).toList());
        return Stream.concat(Stream.of(graph), steps.all(halved)).toList();
    }

    /** Argo's containers report by the account's token; the step's own container gets none. */
    private void security(IoArgoprojWorkflowV1alpha1WorkflowSpec spec) {
        spec.serviceAccountName(settings.serviceAccount()).automountServiceAccountToken(false)
                .executor(new IoArgoprojWorkflowV1alpha1ExecutorConfig().serviceAccountName(settings.serviceAccount()))
                .securityContext(PodSecurity.pod()).podSpecPatch(PodSecurity.OF_ARGOS_CONTAINERS);
    }

    /** Pods that failed stay with their logs as long as the workflow. */
    private void lifetime(IoArgoprojWorkflowV1alpha1WorkflowSpec spec) {
        spec.podGC(new IoArgoprojWorkflowV1alpha1PodGC().strategy("OnPodSuccess"))
                .ttlStrategy(new IoArgoprojWorkflowV1alpha1TTLStrategy().secondsAfterSuccess(settings.secondsAfterSuccess())
                        .secondsAfterFailure(settings.secondsAfterFailure()));
    }
}
