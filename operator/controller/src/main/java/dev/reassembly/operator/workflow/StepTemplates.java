package dev.reassembly.operator.workflow;

import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1ArchiveStrategy;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Artifact;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1ArtifactLocation;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Inputs;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Metadata;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Outputs;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Parameter;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1RetryStrategy;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1Template;
import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1ValueFrom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One template a step: its pod, what it is given and what it leaves for Argo. */
final class StepTemplates {
    /** Parameters of the templates. */
    static final String MODEL = "model";
    static final String CANDIDATE = "candidate";
    static final String RUNG = "rung";

    /** Output of the steps that say what the next rung trains: a JSON array of names. */
    static final String TASKS = "tasks";

    /** Output of the whole workflow: a RunSummary in JSON. */
    static final String SUMMARY = "summary";

    private static final String TASKS_FILE = StepContainers.SCRATCH + "/tasks.json";
    private static final String DELIVERY = StepContainers.SCRATCH + "/publish";
    private static final List<String> FIGURES = List.of("partition", "candidates", "curves", "similarity");

    private final StepContainers containers;
    private final StepPlacement placement;
    private final IoArgoprojWorkflowV1alpha1RetryStrategy retry;
    private final IoArgoprojWorkflowV1alpha1ArtifactLocation artifacts;
    private final List<String> budgets;

    /**
     * @param artifacts where report and figures go, null for Argo's artifact repository
     * @param budgets names of several budgets; empty where there is one without a name
     */
    StepTemplates(StepContainers containers, StepPlacement placement, IoArgoprojWorkflowV1alpha1RetryStrategy retry,
            IoArgoprojWorkflowV1alpha1ArtifactLocation artifacts, List<String> budgets) {
        this.containers = containers;
        this.placement = placement;
        this.retry = retry;
        this.artifacts = artifacts;
        this.budgets = budgets;
    }

    /**
     * @param halved whether the workflow has more than one rung
     * @return the templates that its graph uses
     */
    Stream<IoArgoprojWorkflowV1alpha1Template> all(boolean halved) {
        return Arrays.stream(Step.values()).filter(step -> halved || step != Step.HALVE).map(this::of);
    }

    private IoArgoprojWorkflowV1alpha1Template of(Step step) {
        return switch (step) {
            case INSPECT, PROBE -> template(step, List.of(MODEL), List.of());
            case PARTITION -> template(step, List.of(), List.of());
            case ASSEMBLE -> template(step, List.of(), List.of("--tasks-to", TASKS_FILE)).outputs(tasks());
            case FINETUNE -> template(step, List.of(CANDIDATE, RUNG), List.of());
            case HALVE -> template(step, List.of(RUNG), List.of("--tasks-to", TASKS_FILE)).outputs(tasks());
            case PUBLISH -> template(step, List.of(), List.of("--out", DELIVERY)).outputs(delivery()).archiveLocation(artifacts);
        };
    }

    /** A step's options are called like the template's parameters. */
    private IoArgoprojWorkflowV1alpha1Template template(Step step, List<String> parameters, List<String> options) {
        List<String> arguments = Stream.concat(
                parameters.stream().flatMap(name -> Stream.of("--" + name, "{{inputs.parameters." + name + "}}")), options.stream()).toList();
        IoArgoprojWorkflowV1alpha1Template template = new IoArgoprojWorkflowV1alpha1Template().name(step.command())
                .metadata(new IoArgoprojWorkflowV1alpha1Metadata().labels(Map.of("app.kubernetes.io/component", step.command())))
                .container(containers.of(step, arguments)).retryStrategy(retry);
        placement.place(step, template);
        if (!parameters.isEmpty()) {
            template.inputs(new IoArgoprojWorkflowV1alpha1Inputs()
                    .parameters(parameters.stream().map(name -> new IoArgoprojWorkflowV1alpha1Parameter().name(name)).toList()));
        }
        return template;
    }

    private static IoArgoprojWorkflowV1alpha1Outputs tasks() {
        return new IoArgoprojWorkflowV1alpha1Outputs().parameters(List.of(file(TASKS, TASKS_FILE)));
    }

    private IoArgoprojWorkflowV1alpha1Outputs delivery() {
        return new IoArgoprojWorkflowV1alpha1Outputs()
                .parameters(List.of(file(SUMMARY, DELIVERY + "/summary.json").globalName(SUMMARY)))
                .artifacts(Stream.concat(Stream.of(page("report", "report.html")), pictures()).toList());
    }

    /** The report's figures; with several budgets the report is the front's, and theirs are pages of their own. */
    private Stream<IoArgoprojWorkflowV1alpha1Artifact> pictures() {
        return budgets.isEmpty() ? FIGURES.stream().map(name -> page(name, name + ".svg"))
                : Stream.concat(Stream.of(page("front", "front.svg")), budgets.stream().map(name -> page("report-" + name, "report-" + name + ".html")));
    }

    private static IoArgoprojWorkflowV1alpha1Parameter file(String name, String path) {
        return new IoArgoprojWorkflowV1alpha1Parameter().name(name).valueFrom(new IoArgoprojWorkflowV1alpha1ValueFrom().path(path));
    }

    /**
     * Unpacked, and with the file's extension in its key, Argo's user interface shows it; a missing picture is no reason to fail.
     *
     * @param file unlike any other, since its name is all that Argo tells keys apart by
     */
    private static IoArgoprojWorkflowV1alpha1Artifact page(String name, String file) {
        return new IoArgoprojWorkflowV1alpha1Artifact().name(name).path(DELIVERY + "/" + file).optional(true)
                .archive(new IoArgoprojWorkflowV1alpha1ArchiveStrategy().none(Map.of()));
    }
}
