package dev.reassembly.performance.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.reassembly.failure.StepFailedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Many ModelReassemblies for one operator, whose Workflows nobody runs: created at a steady rate, finished at once, left alone, and found by an operator
 * that starts anew. Prints its figures as one line of JSON. Arguments: address of {@code kubectl proxy}, namespace, number, the project's folder.
 */
final class OperatorLoad {
    private static final int CLIENTS = 4;
    /** Between two resources: 25 a second. */
    private static final long NANOS_BETWEEN = 40_000_000;
    private static final int PATIENCE_SECONDS = 600;
    private static final long IDLE_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, List<Double>> figures = new LinkedHashMap<>();
    private final KubernetesApi api;
    private final String namespace;
    private final int number;
    private final Path project;

    private OperatorLoad(KubernetesApi api, String namespace, int number, Path project) {
        this.api = api;
        this.namespace = namespace;
        this.number = number;
        this.project = project;
    }

    public static void main(String[] arguments) throws Exception {
        OperatorLoad load = new OperatorLoad(new KubernetesApi(URI.create(arguments[0]), arguments[1]), arguments[1], Integer.parseInt(arguments[2]),
                Path.of(arguments[3]));
        load.run();
        System.out.println(JSON.writeValueAsString(load.figures));
    }

    private void run() throws Exception {
        try (OperatorProcess operator = operator()) {
            figure("start_seconds", operator.startSeconds());
            double empty = operator.heapMebibytes();
            long began = System.nanoTime();
            create();
            await(operator, "WorkflowCreated", "True");
            double created = (System.nanoTime() - began) / 1e9;
            System.out.printf("all created after %.1f s; the API server took ms for a ConfigMap %.1f, a Workflow %.1f, an event %.1f, a status %.1f%n", created,
                    api.milliseconds("POST", "configmaps"), api.milliseconds("POST", "workflows"), api.milliseconds("POST", "events"),
                    api.milliseconds("PATCH", "modelreassemblies"));
            figure("workflows_created", api.workflows().size());
            figure("p99_reconcile_ms", 1e3 * operator.metrics().quantile("reconciliations_execution_duration_seconds", 0.99));
            double running = operator.heapMebibytes();
            List<String> workflows = api.workflows();
            each(workflows, name -> api.mergeWorkflow(name, FinishedWorkflow.patch(name)));
            await(operator, "Succeeded", "True");
            each(workflows, name -> api.mergeWorkflow(name, "{\"metadata\":{\"annotations\":{\"load\":\"seen again\"}}}"));
            Thread.sleep(5_000);
            figure("idle_writes", idleWrites());
            double finished = operator.heapMebibytes();
            figure("heap_mib", finished);
            figure("heap_growth_mib", finished - running);
            System.out.printf("heap in MiB: empty %.1f, running %.1f, finished %.1f%n", empty, running, finished);
        }
        double before = api.writes();
        try (OperatorProcess again = operator()) {
            figure("restart_seconds", again.startSeconds());
            await(again, "Succeeded", "True");
            Thread.sleep(5_000);
            figure("restart_writes", api.writes() - before);
        }
    }

    private OperatorProcess operator() throws IOException, InterruptedException {
        return OperatorProcess.start(project.resolve("operator/controller"), namespace);
    }

    private void create() throws Exception {
        ObjectNode example = (ObjectNode) new ObjectMapper(new YAMLFactory()).readTree(project.resolve("manifests/examples/sentiment.yaml").toFile());
        long began = System.nanoTime();
        each(IntStream.range(0, number).boxed().toList(), i -> {
            TimeUnit.NANOSECONDS.sleep(began + i * NANOS_BETWEEN - System.nanoTime());
            ObjectNode resource = example.deepCopy();
            ((ObjectNode) resource.get("metadata")).put("name", "load-" + i);
            api.createResource(resource.toString());
        });
    }

    /** Until the operator counts all resources in a state. */
    private void await(OperatorProcess operator, String condition, String status) throws IOException, InterruptedException {
        Predicate<Map<String, String>> state = labels -> condition.equals(labels.get("condition")) && status.equals(labels.get("status"));
        long until = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
        double counted;
        while ((counted = operator.metrics().sum("reassembly_resources", state)) < number) {
            if (System.nanoTime() > until) {
                throw new StepFailedException("after " + PATIENCE_SECONDS + " s " + condition + " is " + status + " for " + counted + " of " + number);
            }
            Thread.sleep(100);
        }
    }

    private double idleWrites() throws InterruptedException {
        double before = api.writes();
        Thread.sleep(1_000 * IDLE_SECONDS);
        return api.writes() - before;
    }

    private void figure(String name, double value) {
        figures.put(name, List.of(value));
    }

    /** What is done to each resource. */
    private interface Work<T> {
        void on(T one) throws InterruptedException;
    }

    private static <T> void each(List<T> all, Work<T> work) throws InterruptedException, ExecutionException {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            for (Future<?> done : all.stream().<Future<?>>map(one -> clients.submit(() -> {
                work.on(one);
                return null;
            })).toList()) {
                done.get();
            }
        } finally {
            clients.shutdownNow();
        }
    }
}
