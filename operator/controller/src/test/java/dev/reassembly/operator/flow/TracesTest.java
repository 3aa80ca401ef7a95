package dev.reassembly.operator.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.KubernetesServerTestResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** With an endpoint for traces, each reconciliation goes there as a span that names its resource. */
@QuarkusTest
@TestProfile(TracesTest.Traced.class)
@WithTestResource(value = KubernetesServerTestResource.class, scope = TestResourceScope.GLOBAL)
class TracesTest {
    private static final Queue<String> RECEIVED = new ConcurrentLinkedQueue<>();

    @Inject
    KubernetesClient client;

    /** An installation's settings, and a collector that keeps what it is sent. */
    public static class Traced implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                collector.createContext("/v1/traces", exchange -> {
                    RECEIVED.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
                collector.start();
                return Map.of("quarkus.otel.sdk.disabled", "false", "quarkus.otel.exporter.otlp.protocol", "http/protobuf",
                        "quarkus.otel.exporter.otlp.endpoint", "http://127.0.0.1:" + collector.getAddress().getPort(),
                        "quarkus.otel.bsp.schedule.delay", "200ms");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void reconciliationsAreSpans() {
        Cluster cluster = new Cluster(client);
        cluster.apply("traced");
        cluster.awaitCondition("traced", "Succeeded", "Pending");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() ->
                assertThat(String.join("", RECEIVED)).contains("reassembly-operator", "reconcile", "reassembly.name", "traced"));
    }
}
