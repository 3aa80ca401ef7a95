package dev.reassembly.performance.operator;

import dev.reassembly.failure.StepFailedException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged operator in a process of its own, started as its image starts it, with the heap that the chart's memory limit leaves. */
final class OperatorProcess implements AutoCloseable {
    private static final Path JDK = Path.of(System.getProperty("java.home"), "bin");
    private static final int PATIENCE_SECONDS = 120;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final URI root;
    private final double startSeconds;

    private OperatorProcess(Process process, URI root, long began) throws InterruptedException {
        this.process = process;
        this.root = root;
        while (status() != 200) {
            if (!process.isAlive()) {
                throw new StepFailedException("the operator ended with exit status " + process.exitValue() + " before it was ready");
            }
            if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                process.destroyForcibly();
                throw new StepFailedException("the operator was not ready after " + PATIENCE_SECONDS + " s");
            }
            Thread.sleep(10);
        }
        startSeconds = (System.nanoTime() - began) / 1e9;
    }

    /** @param module folder of the operator's module, built */
    static OperatorProcess start(Path module, String namespace) throws IOException, InterruptedException {
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(JDK.resolve("java").toString(), "-XX:MaxRAM=512m", "@" + module.resolve("src/image/operator.args"),
                "-jar", module.resolve("target/quarkus-app/quarkus-run.jar").toString()).inheritIO();
        builder.environment().putAll(Map.of("QUARKUS_HTTP_HOST", "127.0.0.1", "QUARKUS_HTTP_PORT", String.valueOf(port),
                "QUARKUS_OPERATOR_SDK_NAMESPACES", namespace, "REASSEMBLY_STORAGE_ENDPOINT", "http://127.0.0.1:9", "REASSEMBLY_STORAGE_BUCKET", "load",
                "REASSEMBLY_STORAGE_SECRET_NAME", "s3"));
        long began = System.nanoTime();
        return new OperatorProcess(builder.start(), URI.create("http://127.0.0.1:" + port), began);
    }

    /** From the start of the process until it said that it was ready. */
    double startSeconds() {
        return startSeconds;
    }

    Scrape metrics() throws IOException, InterruptedException {
        return new Scrape(client.send(request("/q/metrics"), HttpResponse.BodyHandlers.ofString()).body());
    }

    /** The heap that is alive, in MiB: after a full collection. */
    double heapMebibytes() throws IOException, InterruptedException {
        run(List.of(JDK.resolve("jcmd").toString(), String.valueOf(process.pid()), "GC.run"));
        return metrics().sum("jvm_memory_used_bytes", labels -> "heap".equals(labels.get("area"))) / (1 << 20);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private int status() throws InterruptedException {
        try {
            return client.send(request("/q/health/ready"), HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(root.resolve(path)).build();
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        int exit = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        if (exit != 0) {
            throw new StepFailedException(command + " ended with exit status " + exit);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
