package dev.reassembly.performance.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import dev.reassembly.failure.StepFailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KubernetesApiTest {
    private static final String WORKFLOWS = "/apis/argoproj.io/v1alpha1/namespaces/team/workflows";

    private final Map<String, String> answers = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private KubernetesApi api;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            requests.add(request + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer = answers.getOrDefault(request, "not here").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answers.containsKey(request) ? 200 : 404, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        api = new KubernetesApi(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "team");
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void listsAndPatchesTheWorkflowsOfItsNamespace() {
        answers.put("GET " + WORKFLOWS, "{\"items\":[{\"metadata\":{\"name\":\"a\"}},{\"metadata\":{\"name\":\"b\"}}]}");
        answers.put("PATCH " + WORKFLOWS + "/a", "{}");
        assertThat(api.workflows()).containsExactly("a", "b");
        api.mergeWorkflow("a", "{\"x\":1}");
        assertThat(requests).endsWith("PATCH " + WORKFLOWS + "/a {\"x\":1}");
    }

    /** By hand: 3 + 4 + 5 writes of what the operator writes; reads, and what others write, don't count. */
    @Test
    void countsWritesAndTheirTimeOnTheServer() {
        answers.put("GET /metrics", """
                apiserver_request_total{code="201",resource="workflows",verb="POST"} 3
                apiserver_request_total{code="409",resource="configmaps",verb="POST"} 4
                apiserver_request_total{code="200",resource="modelreassemblies",subresource="status",verb="PATCH"} 5
                apiserver_request_total{code="200",resource="workflows",verb="WATCH"} 100
                apiserver_request_total{code="200",resource="leases",verb="PUT"} 100
                apiserver_request_duration_seconds_sum{resource="workflows",verb="POST"} 0.6
                apiserver_request_duration_seconds_count{resource="workflows",verb="POST"} 3
                apiserver_request_duration_seconds_sum{resource="workflows",verb="GET"} 60
                apiserver_request_duration_seconds_count{resource="workflows",verb="GET"} 1
                """);
        assertThat(api.writes()).isEqualTo(12);
        assertThat(api.milliseconds("POST", "workflows")).isCloseTo(200, within(1e-9));
    }

    @Test
    void aRefusalIsAFailureThatSaysWhatWasAsked() {
        assertThatThrownBy(() -> api.createResource("{}")).isInstanceOf(StepFailedException.class)
                .hasMessageContaining("POST /apis/reassembly.dev/v1alpha1/namespaces/team/modelreassemblies").hasMessageContaining("404")
                .hasMessageContaining("not here");
    }
}
