package dev.reassembly.operator.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.api.v1alpha1.Distillation;
import dev.reassembly.api.v1alpha1.Storage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/**
 * How large the largest Workflow becomes that a schema allows: 64 models with names of 63 characters, 64 candidates, 8 rungs, and teachers. Argo keeps
 * a Workflow, status included, below 1 MiB, and packs the nodes when they would make it larger; etcd takes a request of 1.5 MiB. docs/scale.md
 * has the sizes.
 */
class WorkflowSizeTest {
    private static final int MODELS = 64;
    private static final int CANDIDATES = 64;
    private static final int TRUNCATED = 64;
    private static final int RUNGS = 8;
    /** Argo's own default of MAX_WORKFLOW_SIZE. */
    private static final int ARGOS_LIMIT = 1 << 20;
    private static final Path DOCUMENT = Path.of("../../docs/scale.md");
    private static final Storage STORAGE = new Storage("http://minio:9000", "bucket", "prefix", "region", "credentials");

    @Test
    void specAndNodesOfTheLargestRunFit() throws IOException {
        List<String> zoo = IntStream.range(0, MODELS).mapToObj(i -> "m" + ".".repeat(59) + (100 + i)).toList();
        Workflow workflow = new WorkflowBuilder(Samples.full()).build(Samples.zoo(zoo, CANDIDATES, RUNGS, new Distillation(0.5, 2.0, 8), STORAGE, null),
                "m".repeat(54) + "-01234567");
        List<String> pods = pods(zoo);
        int spec = bytes(workflow);
        String nodes = nodes(workflow.getMetadata().getName(), pods);
        int plain = nodes.length();
        int packed = packed(nodes);
        assertThat(spec).isLessThan(64 << 10);
        assertThat(spec + packed).as("what etcd is given").isLessThan(ARGOS_LIMIT);
        assertThat(Files.readString(DOCUMENT)).contains("| its pods | " + pods.size() + " |", "| specification | " + spec / 1000 + " kB |",
                "| nodes, plain | " + plain / 1000 + " kB |", "| nodes, packed | " + packed / 1000 + " kB |",
                "| pods for which there is room | " + (long) (ARGOS_LIMIT - spec) * pods.size() / packed / 100 * 100 + " |");
    }

    /** One a task: parents teach first, then contenders are halved; a rung before which one is left is none. */
    private static List<String> pods(List<String> zoo) {
        List<String> pods = new ArrayList<>();
        zoo.forEach(model -> pods.addAll(List.of("inspect-" + model, "probe-" + model)));
        pods.addAll(List.of("partition", "assemble", "halve-0", "publish"));
        for (int i = 0; i < zoo.size(); i++) {
            pods.add("finetune-0(" + i + ":" + zoo.get(i) + ")");
        }
        // Assemblies; truncated, stitched and taught parents.
        for (int rung = 1, field = CANDIDATES + TRUNCATED + 2 * zoo.size(); rung <= RUNGS; rung++, field = (field + 1) / 2) {
            for (int i = 0; i < field; i++) {
                pods.add("finetune-" + rung + "(" + i + ":truncated-" + zoo.get(i % zoo.size()) + "-10)");
            }
            if (rung < RUNGS) {
                pods.add("halve-" + rung);
            }
        }
        return pods;
    }

    /** As Argo 4.0.5 writes them: of each pod a node of its retries and one of its try, with the fields that it fills in. */
    private static String nodes(String workflow, List<String> pods) {
        SplittableRandom random = new SplittableRandom(1);
        Map<String, Object> nodes = new LinkedHashMap<>();
        for (String pod : pods) {
            String step = workflow + "-" + random.nextInt(Integer.MAX_VALUE);
            String attempt = workflow + "-" + random.nextInt(Integer.MAX_VALUE);
            nodes.put(step, node(step, workflow, pod, "Retry", List.of(attempt), random));
            nodes.put(attempt, node(attempt, workflow, pod + "(0)", "Pod", List.of(), random));
        }
        return Samples.SERIALIZATION.asJson(nodes);
    }

    private static Map<String, Object> node(String id, String workflow, String name, String type, List<String> children, SplittableRandom random) {
        Map<String, Object> node = new LinkedHashMap<>();
        String template = name.replaceFirst("[-(].*", "");
        node.put("id", id);
        node.put("name", workflow + "." + name);
        node.put("displayName", name);
        node.put("type", type);
        node.put("templateName", template);
        node.put("templateScope", "local/" + workflow);
        node.put("phase", "Succeeded");
        node.put("boundaryID", workflow);
        node.put("startedAt", "2026-01-01T10:%02d:%02dZ".formatted(random.nextInt(60), random.nextInt(60)));
        node.put("finishedAt", "2026-01-01T11:%02d:%02dZ".formatted(random.nextInt(60), random.nextInt(60)));
        node.put("progress", "1/1");
        node.put("resourcesDuration", Map.of("cpu", random.nextInt(1000), "memory", random.nextInt(10_000)));
        node.put("inputs", Map.of("parameters", List.of(Map.of("name", "candidate", "value", name), Map.of("name", "rung", "value", "1"))));
        node.put("outputs", Map.of("exitCode", "0"));
        if (children.isEmpty()) {
            node.put("hostNodeName", "node-" + random.nextInt(100) + ".example");
            node.put("taskResultSynced", true);
        } else {
            node.put("children", children);
        }
        return node;
    }

    private static int bytes(Workflow workflow) {
        return Samples.SERIALIZATION.asJson(workflow).getBytes(StandardCharsets.UTF_8).length;
    }

    /** As Argo packs them: JSON, gzip, base64. */
    private static int packed(String nodes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(nodes.getBytes(StandardCharsets.UTF_8));
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray()).length();
    }
}
