package dev.reassembly.cluster.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.api.v1alpha1.ModelReassemblyStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network for each of several budgets, and what Argo has of it: nothing was set up for artifacts but the storage of the runs. */
@OnOperator
class FrontIT {
    private static final String NAME = "front";

    @Test
    void everyBudgetHasItsNetworkAndItsReport(Installation in, Reference before, @TempDir Path folder) throws Exception {
        Reassembly run = Reassembly.apply(in, TinyRuns.in(in, folder).file(NAME, "budget: {parameters: 1M}",
                "budgets: [{name: small, flops: 1M}, {name: large, flops: 10M}]"));
        ModelReassemblyStatus status = run.success(Reference.ENOUGH);
        assertThat(status.front()).extracting(point -> point.budget()).containsExactly("small", "large");
        assertThat(in.bucket.keys("out/" + NAME + "/")).contains("out/front/small/model.onnx", "out/front/large/model.onnx", "out/front/front.html");

        String artifacts = "runs/artifacts/" + in.namespace() + "/" + status.workflow() + "/";
        List<String> kept = in.bucket.keys(artifacts);
        String pod = kept.get(0).substring(0, kept.get(0).lastIndexOf('/') + 1);
        assertThat(kept.stream().map(key -> key.substring(pod.length())).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("report.html", "front.svg", "report-small.html", "report-large.html");
        assertThat(in.bucket.get(pod + "report.html")).isEqualTo(in.bucket.get("out/front/front.html"));
        for (String budget : List.of("small", "large")) {
            assertThat(new String(in.bucket.get(pod + "report-" + budget + ".html"), StandardCharsets.UTF_8)).as(budget)
                    .isEqualTo(new String(in.bucket.get("out/front/" + budget + "/report.html"), StandardCharsets.UTF_8));
        }
    }
}
