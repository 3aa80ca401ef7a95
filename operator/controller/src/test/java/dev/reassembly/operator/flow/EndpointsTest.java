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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What probes and Prometheus read. */
@QuarkusTest
@WithTestResource(value = KubernetesServerTestResource.class, scope = TestResourceScope.GLOBAL)
class EndpointsTest {
    private static final Path DASHBOARD = Path.of("../../charts/deep-model-reassembly/dashboards/reassembly.json");

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

    /** A panel whose metric is called otherwise stays empty without a word. */
    @Test
    void hasTheMetricsThatTheDashboardDraws() throws IOException, InterruptedException {
        Cluster cluster = new Cluster(client);
        cluster.apply("drawn");
        cluster.awaitCondition("drawn", "Succeeded", "Pending");
        Matcher drawn = Pattern.compile("([a-z_]+)\\{namespace").matcher(Files.readString(DASHBOARD));
        Set<String> names = drawn.results().map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
        assertThat(names).contains("reassembly_resources").hasSizeGreaterThan(3);
        // There from the first failure on.
        assertThat(names.remove("reconciliations_failure_total")).isTrue();
        assertThat(get("/q/metrics").body().lines().map(line -> line.replaceFirst("[{ ].*", "")).toList()).containsAll(names);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(root.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
