package dev.reassembly.operator.workflow;

import io.argoproj.workflow.models.IoArgoprojWorkflowV1alpha1NodeStatus;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A failed try in words: the step's own sentence when it left one, else what Argo makes of the pod. */
final class NodeFailure {
    /** Argo's frame around the termination message of a step's container, and the word with which the steps' command line begins. */
    private static final Pattern SENTENCE = Pattern.compile("^(?:main: )?\\w+ \\(exit code \\d+\\): (?:(?:error|failed): )?(.+)$", Pattern.DOTALL);
    /** The container runtime's word for a container that was killed at its memory limit. */
    static final String OUT_OF_MEMORY = "OOMKilled";

    private static final Pattern EXIT_CODE = Pattern.compile("\\(exit code (\\d+)\\)");
    private static final int LONGEST = 1024;

    private NodeFailure() {}

    /**
     * @param step the node of the step
     * @param lastTry the node of its last pod
     */
    static WorkflowObservation.Failure of(IoArgoprojWorkflowV1alpha1NodeStatus step, IoArgoprojWorkflowV1alpha1NodeStatus lastTry) {
        String message = Objects.requireNonNullElse(lastTry.getMessage(), "").strip();
        String name = Objects.requireNonNullElse(step.getDisplayName(), step.getName());
        return new WorkflowObservation.Failure(name, exitCode(lastTry, message), sentence(step, message));
    }

    private static String sentence(IoArgoprojWorkflowV1alpha1NodeStatus step, String message) {
        if (message.contains(OUT_OF_MEMORY)) {
            String key = Step.ofTemplate(Objects.requireNonNullElse(step.getTemplateName(), "")).map(Step::podsKey).orElse("all");
            return "it needed more memory than its pod may use; a new ModelReassembly with a larger spec.pods.resources." + key
                    + ".memory goes on from what is stored";
        }
        Matcher framed = SENTENCE.matcher(message);
        String text = framed.matches() ? framed.group(1).strip() : message;
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }

    private static Integer exitCode(IoArgoprojWorkflowV1alpha1NodeStatus node, String message) {
        if (node.getOutputs() != null && node.getOutputs().getExitCode() != null && node.getOutputs().getExitCode().matches("\\d{1,9}")) {
            return Integer.valueOf(node.getOutputs().getExitCode());
        }
        Matcher said = EXIT_CODE.matcher(message);
        return said.find() ? Integer.valueOf(said.group(1)) : null;
    }
}
