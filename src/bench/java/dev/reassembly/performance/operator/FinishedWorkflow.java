package dev.reassembly.performance.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What Argo writes into a Workflow of the sentiment example whose run succeeded: a node for each pod, one for its retries, one for each fan-out and the
 * graph's own, and the run's summary.
 */
final class FinishedWorkflow {
    private static final List<String> PODS = List.of("inspect-minilm-l6", "inspect-e5-small", "inspect-bge-small", "probe-minilm-l6", "probe-e5-small",
            "probe-bge-small", "partition", "assemble", "finetune-1(0:a000)", "finetune-1(1:a001)", "finetune-1(2:a002)", "finetune-1(3:minilm-l6)",
            "finetune-1(4:e5-small)", "finetune-1(5:bge-small)", "halve-1", "finetune-2(0:a000)", "finetune-2(1:a001)", "finetune-2(2:minilm-l6)", "publish");
    private static final String TIME = "2026-01-01T00:00:00Z";

    private FinishedWorkflow() {}

    /** A merge patch. */
    static String patch(String workflow) {
        ObjectNode patch = new ObjectMapper().createObjectNode();
        ObjectNode status = patch.putObject("status").put("phase", "Succeeded").put("progress", PODS.size() + "/" + PODS.size())
                .put("startedAt", TIME).put("finishedAt", TIME);
        status.putObject("outputs").putArray("parameters").addObject().put("name", "summary").put("value",
                "{\"best\":{\"name\":\"a000\",\"metric\":0.9},\"output\":{\"uri\":\"s3://load/out/model.onnx\"},\"message\":\"Published is a000.\"}");
        ObjectNode nodes = status.putObject("nodes");
        for (String pod : PODS) {
            node(nodes, workflow, pod, "Retry").putArray("children").add(workflow + "-" + Math.abs((pod + "(0)").hashCode()));
            node(nodes, workflow, pod + "(0)", "Pod").put("hostNodeName", "node.example").putObject("resourcesDuration").put("cpu", 10).put("memory", 60);
        }
        for (String group : List.of("finetune-1", "finetune-2")) {
            node(nodes, workflow, group, "TaskGroup");
        }
        node(nodes, workflow, "", "DAG");
        return patch.toString();
    }

    private static ObjectNode node(ObjectNode nodes, String workflow, String name, String type) {
        String id = workflow + "-" + Math.abs(name.hashCode());
        ObjectNode node = nodes.putObject(id).put("id", id).put("name", workflow + "." + name).put("displayName", name).put("type", type)
                .put("templateName", name.replaceFirst("-.*", "")).put("templateScope", "local/" + workflow).put("phase", "Succeeded")
                .put("boundaryID", workflow).put("startedAt", TIME).put("finishedAt", TIME).put("progress", "1/1");
        node.putObject("outputs").put("exitCode", "0");
        return node;
    }
}
