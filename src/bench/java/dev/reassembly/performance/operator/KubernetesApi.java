package dev.reassembly.performance.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reassembly.failure.StepFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The few requests that a load is made of, in one namespace, through {@code kubectl proxy}. */
final class KubernetesApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RESOURCES = "/apis/reassembly.dev/v1alpha1/namespaces/%s/modelreassemblies";
    private static final String WORKFLOWS = "/apis/argoproj.io/v1alpha1/namespaces/%s/workflows";
    private static final String NAMES_ALONE = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI proxy;
    private final String namespace;

    KubernetesApi(URI proxy, String namespace) {
        this.proxy = proxy;
        this.namespace = namespace;
    }

    void createResource(String json) {
        send("POST", RESOURCES.formatted(namespace), json, "application/json");
    }

    /** Names of all Workflows of the namespace. */
    List<String> workflows() {
        List<String> names = new ArrayList<>();
        read(send("GET", WORKFLOWS.formatted(namespace), null, null)).path("items").forEach(item -> names.add(item.path("metadata").path("name").asText()));
        return names;
    }

    void mergeWorkflow(String name, String patch) {
        send("PATCH", WORKFLOWS.formatted(namespace) + "/" + name, patch, "application/merge-patch+json");
    }

    /** Requests so far that change objects of the kinds that the operator writes, whoever sent them. */
    double writes() {
        return new Scrape(send("GET", "/metrics", null, null)).sum("apiserver_request_total",
                labels -> labels.get("verb").matches("POST|PUT|PATCH|APPLY|DELETE")
                        && labels.get("resource").matches("modelreassemblies|workflows|configmaps|events"));
    }

    /** How long the server itself took for a kind of request, on average, in milliseconds. */
    double milliseconds(String verb, String resource) {
        Scrape scrape = new Scrape(send("GET", "/metrics", null, null));
        Predicate<Map<String, String>> kind = labels -> verb.equals(labels.get("verb")) && resource.equals(labels.get("resource"));
        return 1e3 * scrape.sum("apiserver_request_duration_seconds_sum", kind) / scrape.sum("apiserver_request_duration_seconds_count", kind);
    }

    private String send(String method, String path, String body, String type) {
        HttpRequest.Builder request = HttpRequest.newBuilder(proxy.resolve(path)).header("Accept", path.contains("/workflows") && body == null ? NAMES_ALONE : "*/*")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new StepFailedException(method + " " + path + " was answered " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new StepFailedException(method + " " + path + " failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailedException("interrupted", e);
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new StepFailedException("not JSON: " + e.getMessage(), e);
        }
    }
}
