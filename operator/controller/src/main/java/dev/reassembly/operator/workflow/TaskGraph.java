package dev.reassembly.operator.workflow;

import dev.reassembly.api.v1alpha1.Distillation;
import dev.reassembly.api.v1alpha1.ModelReassemblySpec;
import dev.reassembly.api.v1alpha1.ZooModel;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Arguments;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1DAGTask;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1DAGTemplate;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Parameter;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Template;
import java.util.ArrayList;
import java.util.List;

/**
 * Which step runs after which: each model is inspected and probed by itself, all of them are partitioned and assembled together, and
 * what is worth training is trained, one pod a candidate, in rungs between which the field is halved.
 */
final class TaskGraph {
    /** The graph's template, at which the workflow starts. */
    static final String TEMPLATE = "reassemble";

    private final List<IoArgoprojWorkflowV1alpha1DAGTask> tasks = new ArrayList<>();

    private TaskGraph() {}

    static IoArgoprojWorkflowV1alpha1Template of(ModelReassemblySpec spec) {
        TaskGraph graph = new TaskGraph();
        List<String> models = spec.zoo().stream().map(ZooModel::name).toList();
        List<String> probes = graph.models(models, new TaskNames(models));
        String partition = graph.add(task(Step.PARTITION.command(), Step.PARTITION, probes));
        String assemble = graph.add(task(Step.ASSEMBLE.command(), Step.ASSEMBLE, List.of(partition)));
        String trained = graph.rungs(assemble, firstRung(spec), rungs(spec));
        graph.add(task(Step.PUBLISH.command(), Step.PUBLISH, List.of(trained)));
        return new IoArgoprojWorkflowV1alpha1Template().name(TEMPLATE).dag(new IoArgoprojWorkflowV1alpha1DAGTemplate().tasks(graph.tasks));
    }

    /** Where contenders have teachers these are trained before, in a rung of their own. */
    private static int firstRung(ModelReassemblySpec spec) {
        Distillation distillation = spec.fineTuning() == null ? null : spec.fineTuning().distillation();
        return distillation == null || distillation.weight() == null || distillation.weight() == 0 ? 1 : 0;
    }

    private static int rungs(ModelReassemblySpec spec) {
        return spec.fineTuning() == null || spec.fineTuning().rungs() == null ? 1 : spec.fineTuning().rungs();
    }

    private List<String> models(List<String> models, TaskNames names) {
        List<String> probes = new ArrayList<>();
        for (String model : models) {
            String inspect = add(task(names.of(Step.INSPECT, model), Step.INSPECT, List.of(), parameter(StepTemplates.MODEL, model)));
            probes.add(add(task(names.of(Step.PROBE, model), Step.PROBE, List.of(inspect), parameter(StepTemplates.MODEL, model))));
        }
        return probes;
    }

    /** @return the last rung's task */
    private String rungs(String assemble, int first, int rungs) {
        String lister = assemble;
        for (int rung = first;; rung++) {
            IoArgoprojWorkflowV1alpha1Parameter number = parameter(StepTemplates.RUNG, Integer.toString(rung));
            String finetune = add(task(TaskNames.of(Step.FINETUNE, rung), Step.FINETUNE, List.of(lister),
                    parameter(StepTemplates.CANDIDATE, "{{item}}"), number)
                    .withParam("{{tasks." + lister + ".outputs.parameters." + StepTemplates.TASKS + "}}"));
            if (rung == rungs) {
                return finetune;
            }
            lister = add(task(TaskNames.of(Step.HALVE, rung), Step.HALVE, List.of(finetune), number));
        }
    }

    private String add(IoArgoprojWorkflowV1alpha1DAGTask task) {
        tasks.add(task);
        return task.getName();
    }

    private static IoArgoprojWorkflowV1alpha1DAGTask task(String name, Step step, List<String> after,
            IoArgoprojWorkflowV1alpha1Parameter... arguments) {
        IoArgoprojWorkflowV1alpha1DAGTask task = new IoArgoprojWorkflowV1alpha1DAGTask().name(name).template(step.command());
        if (!after.isEmpty()) {
            task.dependencies(after);
        }
        if (arguments.length > 0) {
            task.arguments(new IoArgoprojWorkflowV1alpha1Arguments().parameters(List.of(arguments)));
        }
        return task;
    }

    private static IoArgoprojWorkflowV1alpha1Parameter parameter(String name, String value) {
        return new IoArgoprojWorkflowV1alpha1Parameter().name(name).value(value);
    }
}
