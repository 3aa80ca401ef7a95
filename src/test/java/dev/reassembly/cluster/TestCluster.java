package dev.reassembly.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster that tests run on, with Argo Workflows in it and an object store that its pods reach. It is described by environment
 * variables, see docs/testing.md: the user's where {@code KUBECONFIG} is set, else those of a {@link TestBed} started here.
 */
public final class TestCluster implements AutoCloseable {
    private final Map<String, String> settings;
    private final AutoCloseable end;
    private final KubernetesClient client;
    private final ObjectStore store;

    private TestCluster(Map<String, String> settings, AutoCloseable end) {
        this.settings = Map.copyOf(settings);
        this.end = end;
        this.store = ObjectStore.of(settings);
        this.client = new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig().toFile())).build();
    }

    /**
     * The cluster of {@code KUBECONFIG}, or else a test bed, which takes some ten minutes on a machine that has never built it.
     *
     * @throws IllegalStateException when there is neither; the message says what to do
     */
    static TestCluster find() {
        if (System.getenv("KUBECONFIG") != null) {
            return new TestCluster(System.getenv(), () -> {});
        }
        TestBed bed = TestBed.start();
        return new TestCluster(bed.settings(), bed);
    }

    public KubernetesClient client() {
        return client;
    }

    public Path kubeconfig() {
        return Path.of(settings.get("KUBECONFIG"));
    }

    public ObjectStore store() {
        return store;
    }

    /** Address of argo-server, where there is one that asks for no credentials. */
    public Optional<String> argoServer() {
        return setting("E2E_ARGO_SERVER");
    }

    /** An image with a shell and the usual small programs. */
    public String shellImage() {
        return setting("E2E_SHELL_IMAGE").orElse("busybox:1.36");
    }

    /** A variable that describes the cluster. */
    public Optional<String> setting(String name) {
        return Optional.ofNullable(settings.get(name)).filter(value -> !value.isBlank());
    }

    /** Path of {@code kubectl}, {@code argo} or {@code helm}; the bare name where they are left to the {@code PATH}. */
    public String tool(String name) {
        return setting("E2E_TOOLS").map(folder -> Path.of(folder, name)).filter(Files::isExecutable).map(Path::toString).orElse(name);
    }

    /** Runs a program, a tool of the cluster by its name, against this cluster; output and errors come as one text. */
    public Output run(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(tool(program)));
        command.addAll(List.of(arguments));
        return Command.run(command, Map.of("KUBECONFIG", kubeconfig().toString()));
    }

    /** Whether this cluster's object store may be taken away in mid-run. */
    public boolean storeCanBeKilled() {
        return setting("E2E_S3_KILL").isPresent() && setting("E2E_S3_START").isPresent();
    }

    /** Ends the object store without warning; what it holds is kept. */
    public void killStore() {
        shell("E2E_S3_KILL");
    }

    /** Brings the object store back, and returns when it answers. */
    public void startStore() {
        shell("E2E_S3_START");
    }

    private void shell(String setting) {
        String command = setting(setting).orElseThrow(() -> new IllegalStateException(setting + " is not set"));
        Command.run(List.of("sh", "-c", command), Map.of("KUBECONFIG", kubeconfig().toString())).orThrow();
    }

    @Override
    public void close() throws Exception {
        client.close();
        end.close();
    }
}
