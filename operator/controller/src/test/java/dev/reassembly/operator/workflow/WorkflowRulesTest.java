package dev.reassembly.operator.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.api.v1alpha1.Distillation;
import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.api.v1alpha1.PodResources;
import dev.reassembly.api.v1alpha1.Pods;
import dev.reassembly.api.v1alpha1.Storage;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1DAGTask;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Template;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for every workflow that the builder makes. */
class WorkflowRulesTest {
    /** Argo's own rule for names of tasks and templates. */
    private static final String ARGO_NAME = "[a-zA-Z0-9][-a-zA-Z0-9]{0,127}";
    private static final Distillation TAUGHT = new Distillation(0.5, 2.0, 1);
    private static final Storage STORAGE = new Storage("http://minio:9000", "bucket", "prefix", "region", "credentials");

    @Property(tries = 200)
    void namesAreValidAndUnique(@ForAll("zoos") List<String> zoo, @ForAll @IntRange(min = 1, max = 8) int rungs, @ForAll boolean taught) {
        Workflow workflow = build(Samples.zoo(zoo, 4, rungs, taught ? TAUGHT : null, STORAGE, null));
        List<String> templates = workflow.getSpec().getTemplates().stream().map(IoArgoprojWorkflowV1alpha1Template::getName).toList();
        List<String> tasks = tasks(workflow).stream().map(IoArgoprojWorkflowV1alpha1DAGTask::getName).toList();
        assertThat(templates).doesNotHaveDuplicates().allMatch(name -> name.matches(ARGO_NAME));
        assertThat(tasks).doesNotHaveDuplicates().allMatch(name -> name.matches(ARGO_NAME)).hasSize(2 * zoo.size() + 2 + 2 * (rungs + (taught ? 1 : 0)));
    }

    @Property(tries = 200)
    void everyTaskComesAfterTasksThatExistAndUsesATemplateWithItsParameters(@ForAll("zoos") List<String> zoo,
            @ForAll @IntRange(min = 1, max = 8) int rungs, @ForAll boolean taught) {
        Workflow workflow = build(Samples.zoo(zoo, 4, rungs, taught ? TAUGHT : null, STORAGE, null));
        Map<String, IoArgoprojWorkflowV1alpha1Template> templates = workflow.getSpec().getTemplates().stream()
                .collect(Collectors.toMap(IoArgoprojWorkflowV1alpha1Template::getName, template -> template));
        Set<String> before = new HashSet<>();
        Set<String> used = new HashSet<>(Set.of(workflow.getSpec().getEntrypoint()));
        for (IoArgoprojWorkflowV1alpha1DAGTask task : tasks(workflow)) {
            assertThat(before).containsAll(Objects.requireNonNullElse(task.getDependencies(), List.of()));
            before.add(task.getName());
            used.add(task.getTemplate());
            assertThat(given(task)).isEqualTo(taken(templates.get(task.getTemplate())));
        }
        assertThat(used).isEqualTo(templates.keySet());
    }

    @Property(tries = 50)
    void everyModelIsInspectedAndProbedUnderItsOwnName(@ForAll("zoos") List<String> zoo) {
        List<IoArgoprojWorkflowV1alpha1DAGTask> tasks = tasks(build(Samples.zoo(zoo, 4, 1, STORAGE, null)));
        for (Step step : List.of(Step.INSPECT, Step.PROBE)) {
            assertThat(tasks.stream().filter(task -> task.getTemplate().equals(step.command()))
                    .map(task -> task.getArguments().getParameters().get(0).getValue())).isEqualTo(zoo);
        }
    }

    @Property(tries = 50)
    void podsHaveNoRightsAndNoSecretValues(@ForAll("zoos") List<String> zoo, @ForAll @IntRange(min = 0, max = 16) int gpus) {
        Workflow workflow = build(Samples.zoo(zoo, 4, 2, STORAGE, new Pods("image", Map.of("all", new PodResources("1", "1Gi", gpus)), null, null, null)));
        assertThat(workflow.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(workflow.getSpec().getSecurityContext().getRunAsUser()).isPositive();
        assertThat(workflow.getSpec().getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(workflow.getSpec().getAutomountServiceAccountToken()).isFalse();
        assertThat(containers(workflow)).hasSize(Step.values().length).allSatisfy(container -> {
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
            assertThat(container.getSecurityContext().getRunAsUser()).isNull();
            assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(container.getSecurityContext().getCapabilities().getAdd()).isEmpty();
            assertThat(container.getEnv()).filteredOn(variable -> variable.getName().startsWith("AWS_") && variable.getName().contains("KEY"))
                    .hasSize(2).allSatisfy(WorkflowRulesTest::isBySecret);
            assertThat(container.getResources().getLimits().containsKey("nvidia.com/gpu")).isEqualTo(gpus > 0);
            assertThat(container.getEnv().stream().anyMatch(variable -> variable.getName().equals("REASSEMBLY_DEVICE_KIND"))).isEqualTo(gpus > 0);
        });
    }

    /** Results have the kind of device in their keys, so pods that disagreed on it would not find each other's. */
    @Example
    void allPodsAreToldOfAGpuThatOneStepGets() {
        Workflow workflow = build(Samples.zoo(List.of("a", "b"), 4, 2, STORAGE, new Pods("image", Map.of("finetune", new PodResources("1", "1Gi", 1)), null, null,
                null)));
        assertThat(containers(workflow)).allSatisfy(container -> assertThat(container.getEnv()).contains(new EnvVar("REASSEMBLY_DEVICE_KIND", "gpu", null)));
        assertThat(containers(workflow)).filteredOn(container -> container.getResources() != null
                && container.getResources().getLimits().containsKey("nvidia.com/gpu")).hasSize(1);
    }

    /** Argo keeps a workflow below 1 MiB, status included, and packs the nodes beyond that; so the spec must leave the most of it. */
    @Example
    void theLargestZooStaysSmall() {
        List<String> zoo = IntStream.range(0, 64).mapToObj(i -> "m" + ".".repeat(59) + (100 + i)).toList();
        Workflow workflow = build(Samples.zoo(zoo, 64, 8, STORAGE, null));
        assertThat(tasks(workflow)).hasSize(146);
        // Some 52 kB when this was written: what grows is two tasks a model; candidates are not listed at all.
        assertThat(Samples.SERIALIZATION.asJson(workflow).length()).isLessThan(64 << 10);
    }

    @Provide
    Arbitrary<List<String>> zoos() {
        Arbitrary<String> edge = Arbitraries.strings().withChars("ab1").ofLength(1);
        Arbitrary<String> middle = Arbitraries.strings().withChars("ab1-.").ofMinLength(0).ofMaxLength(61);
        Arbitrary<String> colliding = Arbitraries.of("a.b", "a-b", "a-b-2", "a.b-2", "a-b.2", "a.b.2", "a..b", "a--b", "a-.b");
        Arbitrary<String> name = Arbitraries.oneOf(colliding, edge.flatMap(first -> middle.flatMap(m -> edge.map(last -> first + m + last))));
        return name.list().uniqueElements().ofMinSize(2).ofMaxSize(64);
    }

    private static Workflow build(ModelReassembly resource) {
        return new WorkflowBuilder(Samples.plain()).build(resource, "many-01234567");
    }

    private static List<IoArgoprojWorkflowV1alpha1DAGTask> tasks(Workflow workflow) {
        return workflow.getSpec().getTemplates().get(0).getDag().getTasks();
    }

    private static List<Container> containers(Workflow workflow) {
        return workflow.getSpec().getTemplates().stream().map(IoArgoprojWorkflowV1alpha1Template::getContainer).filter(Objects::nonNull).toList();
    }

    private static Set<String> given(IoArgoprojWorkflowV1alpha1DAGTask task) {
        return task.getArguments() == null ? Set.of()
                : task.getArguments().getParameters().stream().map(parameter -> parameter.getName()).collect(Collectors.toSet());
    }

    private static Set<String> taken(IoArgoprojWorkflowV1alpha1Template template) {
        return template.getInputs() == null ? Set.of()
                : template.getInputs().getParameters().stream().map(parameter -> parameter.getName()).collect(Collectors.toSet());
    }

    private static void isBySecret(EnvVar variable) {
        assertThat(variable.getValue()).isNull();
        assertThat(variable.getValueFrom().getSecretKeyRef().getName()).isEqualTo("credentials");
    }
}
