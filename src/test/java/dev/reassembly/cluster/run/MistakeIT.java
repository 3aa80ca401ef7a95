package dev.reassembly.cluster.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.cluster.Output;
import dev.reassembly.e2e.Workbench;
import io.fabric8.kubernetes.api.model.Condition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user can get wrong is said where they look, once, in words that tell what to do; nothing is tried in vain. */
@OnOperator
class MistakeIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    @TempDir
    static Path folder;
    private static Installation in;
    private static TinyRuns files;

    @BeforeAll
    static void prepare(Installation installation) throws Exception {
        in = installation;
        files = TinyRuns.in(installation, folder);
    }

    @Test
    void theApiServerRefusesWhatTheSchemaKnows() throws Exception {
        Output refused = in.kubectl("apply", "-f", files.file("no-budget", "budget: {parameters: 1M}", "budget: {}").toString());
        assertThat(refused.status()).isNotZero();
        assertThat(refused.text()).contains("spec.budget", "at least one of parameters, flops, latency and memory must be set");
        Output unknown = in.kubectl("apply", "-f", files.file("unknown", "budget: {parameters: 1M}", "budget: {parameters: 1M, params: 1M}").toString());
        assertThat(unknown.text()).contains("unknown field \"spec.budget.params\"");
    }

    @Test
    void theOperatorRefusesWhatPodsCannotReach() throws Exception {
        Reassembly run = Reassembly.apply(in, files.file("file-address", in.bucket.uri("tiny/zoo/plain.onnx"), "file:///zoo/plain.onnx"));
        Condition outcome = run.outcome(SOON);
        assertThat(outcome.getStatus()).isEqualTo("False");
        assertThat(outcome.getReason()).isEqualTo("NotAccepted");
        Condition accepted = Reassembly.condition(run.status(), "Accepted").orElseThrow();
        assertThat(accepted.getStatus()).isEqualTo("False");
        assertThat(accepted.getReason()).isEqualTo("AddressNotS3");
        assertThat(accepted.getMessage()).startsWith("spec.zoo[0].uri: found \"file:///zoo/plain.onnx\"");
        assertThat(run.status().workflow()).isNull();
        assertThat(in.kubectl("get", "events", "--field-selector", "involvedObject.name=file-address").orThrow()).contains("Warning", "Rejected");
    }

    /** A step finds the mistake: its sentence is in the status, no pod is tried twice, and after the repair only the rest is computed. */
    @Test
    void aCutModelIsToldAndTheRunGoesOnWhenItIsRepaired() throws Exception {
        byte[] whole = Files.readAllBytes(files.model("residual"));
        Path cut = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, whole.length / 2));
        in.bucket.put(cut, "cut/residual.onnx");
        Reassembly run = Reassembly.apply(in, files.file("cut-model", concat(TinyRuns.cold("cut-model"),
                in.bucket.uri("tiny/zoo/residual.onnx"), in.bucket.uri("cut/residual.onnx"), "rungs: 2", "rungs: 1")));
        Condition failed = run.outcome(SOON);
        assertThat(failed.getStatus()).isEqualTo("False");
        assertThat(failed.getReason()).isEqualTo("UserError");
        assertThat(failed.getMessage()).startsWith("Step inspect-residual refused its input: ").contains("cut/residual.onnx");
        assertThat(run.podNodes()).extracting(node -> node.path("displayName").asText())
                .filteredOn(name -> name.startsWith("inspect-residual")).hasSize(1);
        String firstTry = run.status().workflow();

        in.bucket.put(files.model("residual"), "cut/residual.onnx");
        in.kubectl("annotate", "mr", "cut-model", "reassembly.dev/retry=1").orThrow();
        run.await(SOON, status -> !firstTry.equals(status.workflow()));
        run.success(Reference.ENOUGH);
        String logs = in.steps.whole(log -> log.workflow().equals(run.status().workflow()) && log.step().equals("inspect")).stream()
                .map(PodLog::text).collect(Collectors.joining());
        Workbench.Ended second = new Workbench.Ended(0, "", logs);
        assertThat(second.hits()).containsExactly("inspect plain");
        assertThat(second.computed()).containsExactly("inspect residual");
    }

    @Test
    void aMissingObjectIsTold() throws Exception {
        Reassembly run = Reassembly.apply(in, files.file("missing", in.bucket.uri("tiny/zoo/residual.onnx"), in.bucket.uri("nowhere.onnx")));
        Condition failed = run.outcome(SOON);
        assertThat(failed.getReason()).isEqualTo("UserError");
        assertThat(failed.getMessage()).contains(in.bucket.uri("nowhere.onnx"));
    }

    private static String[] concat(String[] first, String... second) {
        String[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
