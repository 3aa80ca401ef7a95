package dev.reassembly.cluster.run;

import dev.reassembly.cluster.Output;
import dev.reassembly.cluster.TestCluster;
import dev.reassembly.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The operator as a user installs it: by Helm from the chart, in a namespace of its own, watching another one where runs are. */
public final class Installation implements AutoCloseable {
    static final String RELEASE = "reassembly";
    static final String OPERATOR = "reassembly-operator";
    static final String STEPS_ACCOUNT = "reassembly-steps";
    private static final String CHART = System.getProperty("home", ".") + "/charts/deep-model-reassembly";
    private static final String IMAGES = "ghcr.io/deep-model-reassembly/";
    private static final String PORT = "18080";

    final TestCluster cluster;
    final Bucket bucket;
    final PodLogs steps;
    final PodLogs operator;
    private final TestNamespace operatorNamespace;
    private final TestNamespace runsNamespace;

    private Installation(TestCluster cluster, TestNamespace operatorNamespace, TestNamespace runsNamespace) {
        this.cluster = cluster;
        this.operatorNamespace = operatorNamespace;
        this.runsNamespace = runsNamespace;
        this.bucket = Bucket.create(cluster.store(), runsNamespace.name());
        this.steps = new PodLogs(cluster.client(), runsNamespace.name(), Map.entry("app.kubernetes.io/managed-by", OPERATOR), "main");
        this.operator = new PodLogs(cluster.client(), operatorNamespace.name(), Map.entry("app.kubernetes.io/instance", RELEASE), "operator");
    }

    /** What {@code helm install --wait} does; the storage is the chart's to know, so that a ModelReassembly need not name it. */
    static Installation install(TestCluster cluster) {
        TestNamespace operator = TestNamespace.create(cluster.client());
        TestNamespace runs = TestNamespace.create(cluster.client());
        Installation installation = new Installation(cluster, operator, runs);
        try {
            installation.prepare();
            installation.helm("install", "Namespaced").orThrow();
            return installation;
        } catch (RuntimeException e) {
            System.out.println(cluster.run("kubectl", "describe", "pods", "-n", operator.name()).text());
            installation.operator.of(log -> true).forEach(log -> System.out.println(log.text()));
            installation.close();
            throw e;
        }
    }

    /** Where runs are. */
    String namespace() {
        return runsNamespace.name();
    }

    String operatorNamespace() {
        return operatorNamespace.name();
    }

    /** Installs or upgrades, and waits until the operator is ready. */
    Output helm(String verb, String scope) {
        String steps = cluster.setting("E2E_STEPS_IMAGE").orElse(IMAGES + "steps:" + System.getProperty("version"));
        String operator = cluster.setting("E2E_OPERATOR_IMAGE").orElse(IMAGES + "operator:" + System.getProperty("version"));
        List<String> arguments = new ArrayList<>(List.of(verb, RELEASE, CHART, "--namespace", operatorNamespace(), "--wait", "--timeout", "180s"));
        Stream.of("image.repository=" + repository(operator), "image.tag=" + tag(operator),
                "steps.image.repository=" + repository(steps), "steps.image.tag=" + tag(steps), "port=" + PORT,
                "watch.scope=" + scope, "watch.namespaces={" + namespace() + "}",
                "storage.endpoint=" + cluster.store().endpoint(), "storage.region=" + cluster.store().region(),
                "storage.bucket=" + bucket.name(), "storage.prefix=runs", "storage.secretName=s3")
                .forEach(value -> arguments.addAll(List.of("--set", value)));
        return cluster.run("helm", arguments.toArray(String[]::new));
    }

    /** The operator's pod that is not on its way out. */
    Pod operatorPod() {
        return client().pods().inNamespace(operatorNamespace()).withLabel("app.kubernetes.io/instance", RELEASE).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null).findFirst().orElseThrow();
    }

    /** {@code kubectl} in the namespace of the runs. */
    Output kubectl(String... arguments) {
        return cluster.run("kubectl", Stream.concat(Stream.of(arguments), Stream.of("--namespace", namespace())).toArray(String[]::new));
    }

    KubernetesClient client() {
        return cluster.client();
    }

    private void prepare() {
        client().resource(new SecretBuilder().withNewMetadata().withName("s3").withNamespace(namespace()).endMetadata()
                .addToStringData("accessKey", cluster.store().accessKey()).addToStringData("secretKey", cluster.store().secretKey()).build()).create();
    }

    private static String repository(String image) {
        return image.substring(0, image.lastIndexOf(':'));
    }

    private static String tag(String image) {
        return image.substring(image.lastIndexOf(':') + 1);
    }

    @Override
    public void close() {
        steps.close();
        operator.close();
        runsNamespace.close();
        operatorNamespace.close();
    }
}
