package dev.reassembly.model.run;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.Node;

/** Says which node cannot run, and why. */
final class Refusal {
    private Refusal() {}

    /** @param detail what about the operator, for example {@code " with storage_order 1"}; empty: the operator as such */
    static InvalidInputException of(Node node, String detail) {
        return new InvalidInputException(subject(node), operator(node) + " is not supported" + detail);
    }

    static InvalidInputException atRun(Node node, String problem) {
        return new InvalidInputException(subject(node), operator(node) + " cannot run: " + problem);
    }

    static InvalidInputException atRun(Node node, Operands operands, RuntimeException cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        String problem = operator(node) + " cannot run on " + operands.describe() + ": " + reason.lines().findFirst().orElse("");
        return new InvalidInputException(subject(node), problem, cause);
    }

    private static String subject(Node node) {
        String name = node.name().isEmpty() ? String.join(", ", node.outputs()) : node.name();
        return "node '" + name + "'";
    }

    private static String operator(Node node) {
        String domain = node.domain().isEmpty() || node.domain().equals("ai.onnx") ? "" : node.domain() + ".";
        return "operator " + domain + node.operator() + " (opset " + node.opset() + ")";
    }
}
