package dev.reassembly.operator.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.kubernetes.client.KubernetesServerTestResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What probes and Prometheus read. */
@QuarkusTest
@WithTestResource(value = KubernetesServerTestResource.class, scope = TestResourceScope.GLOBAL)
class EndpointsTest {
    @TestHTTPResource
    URI root;

    @Inject
    KubernetesClient client;

    @Test
    void isReadyAndAlive() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);
            assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
        });
    }

    @Test
    void countsResourcesWithoutNamingThem() throws IOException, InterruptedException {
        Cluster cluster = new Cluster(client);
        cluster.apply("counted-by-state");
        cluster.awaitCondition("counted-by-state", "Succeeded", "Pending");
        String metrics = get("/q/metrics").body();
        assertThat(metrics).containsPattern("(?m)^reassembly_resources\\{condition=\"Accepted\",status=\"True\"\\} [1-9]");
        assertThat(metrics.lines().filter(line -> line.startsWith("reassembly_resources{"))).hasSize(9);
        assertThat(metrics).containsPattern("(?m)^reassembly_events_dropped_total 0(\\.0)?$");
        assertThat(metrics).containsPattern("(?m)^reconciliations_execution_duration_seconds_bucket\\{controller_name=\"modelreassembly\",le=\"0.05\"\\} ")
                .containsPattern("(?m)^reconciliations_success_total\\{controller_name=\"modelreassembly\"\\} [1-9]").doesNotContain("counted-by-state");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(root.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
