package dev.reassembly.cluster.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Argo's user interface shows of a finished run, as argo-server serves it to a browser, under its content-security policy. */
@OnOperator
class ReportIT {
    private static Installation in;
    private static Reference reference;

    @BeforeAll
    static void run(Installation installation, Reference finished) {
        assumeTrue(installation.cluster.argoServer().isPresent(), "E2E_ARGO_SERVER names no argo-server");
        in = installation;
        reference = finished;
    }

    @Test
    void aBrowserShowsTheReportAndRefusesNothingInIt() throws Exception {
        String browser = Chromium.find().orElse(null);
        assumeTrue(browser != null, "there is no Chromium on the PATH to open the report in");
        Path picture = Path.of("target/cluster/report.png").toAbsolutePath();
        Chromium.Page page = Chromium.open(browser, address("report"), picture);
        assertThat(page.console()).doesNotContain("Refused to", "violates the following Content Security Policy");
        assertThat(page.dom()).contains("<svg", Reference.NAME, "plain", "residual");
        assertThat(colours(picture)).as("a page with drawings, not an empty one").isGreaterThan(20);
    }

    /** It has no scripts and asks no other host for anything, so that the policy has nothing to refuse. */
    @Test
    void argoServesTheReportUnderAPolicyThatRunsNoScripts() throws Exception {
        HttpResponse<String> report = get(address("report"));
        assertThat(report.statusCode()).isEqualTo(200);
        assertThat(report.headers().firstValue("Content-Security-Policy").orElse("")).contains("sandbox", "default-src 'none'");
        assertThat(report.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(report.body().getBytes(StandardCharsets.UTF_8)).isEqualTo(in.bucket.get("out/" + Reference.NAME + "/report.html"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"partition", "candidates", "curves", "similarity"})
    void argoServesTheFigures(String name) throws Exception {
        HttpResponse<String> figure = get(address(name));
        assertThat(figure.statusCode()).isEqualTo(200);
        assertThat(figure.headers().firstValue("Content-Type").orElse("")).startsWith("image/svg+xml");
        assertThat(figure.body()).startsWith("<svg");
    }

    private static HttpResponse<String> get(URI address) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Where the user interface finds an artifact of the last step. */
    private static URI address(String artifact) {
        JsonNode publish = StreamSupport.stream(reference.run().workflow().at("/status/nodes").spliterator(), false)
                .filter(node -> node.path("type").asText().equals("Pod") && node.path("templateName").asText().equals("publish")).findFirst().orElseThrow();
        return URI.create(in.cluster.argoServer().orElseThrow() + "/artifact-files/" + in.namespace() + "/workflows/" + reference.status().workflow()
                + "/" + publish.path("id").asText() + "/outputs/" + artifact);
    }

    private static int colours(Path picture) throws Exception {
        BufferedImage image = ImageIO.read(picture.toFile());
        Set<Integer> colours = new HashSet<>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                colours.add(image.getRGB(x, y));
            }
        }
        return colours.size();
    }
}
