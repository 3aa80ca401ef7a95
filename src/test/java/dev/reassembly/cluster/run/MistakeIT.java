package dev.reassembly.cluster.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.api.v1alpha1.ModelReassemblyStatus;
import dev.reassembly.cluster.Output;
import dev.reassembly.e2e.Sha256;
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
        assertThat(run.event(SOON, "Rejected").getType()).isEqualTo("Warning");
    }

    /** A step finds the mistake, says it in a sentence, and is not tried again. */
    @Test
    void aCutModelIsTold() throws Exception {
        byte[] whole = Files.readAllBytes(files.model("residual"));
        in.bucket.put(Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, whole.length / 2)), "cut.onnx");
        Reassembly run = Reassembly.apply(in, files.file("cut-model", in.bucket.uri("tiny/zoo/residual.onnx"), in.bucket.uri("cut.onnx")));
        Condition failed = run.outcome(SOON);
        assertThat(failed.getStatus()).isEqualTo("False");
        assertThat(failed.getReason()).isEqualTo("UserError");
        assertThat(failed.getMessage()).startsWith("Step inspect-residual refused its input: spec.zoo[1].uri " + in.bucket.uri("cut.onnx")
                + ": is not an ONNX model, or it is damaged");
        assertThat(run.podNodes()).filteredOn(pod -> pod.path("displayName").asText().startsWith("inspect-residual")).singleElement().satisfies(pod -> {
            assertThat(pod.path("displayName").asText()).endsWith("(0)");
            assertThat(pod.path("message").asText()).contains("(exit code 2)").contains(in.bucket.uri("cut.onnx"));
        });
    }

    /** Kubernetes goes on trying, and so does the run; whoever looks is told what it waits for. */
    @Test
    void anImageThatIsNotThereIsTold() throws Exception {
        Reassembly run = Reassembly.apply(in, files.file("no-image", "pods: {", "pods: {image: 127.0.0.1:1/no/such:1, "));
        ModelReassemblyStatus waiting = run.await(SOON, status -> Reassembly.condition(status, "Succeeded")
                .filter(condition -> condition.getMessage().startsWith("Step inspect waits: ")).isPresent());
        Condition succeeded = Reassembly.condition(waiting, "Succeeded").orElseThrow();
        assertThat(succeeded.getStatus()).isEqualTo("Unknown");
        assertThat(succeeded.getReason()).isEqualTo("Pending");
        assertThat(succeeded.getMessage()).contains("127.0.0.1:1/no/such:1");
        run.resource().delete();
    }

    @Test
    void aMissingObjectIsTold() throws Exception {
        Reassembly run = Reassembly.apply(in, files.file("missing", in.bucket.uri("tiny/zoo/residual.onnx"), in.bucket.uri("nowhere.onnx")));
        Condition failed = run.outcome(SOON);
        assertThat(failed.getReason()).isEqualTo("UserError");
        assertThat(failed.getMessage()).contains("spec.zoo[1].uri: there is no file at " + in.bucket.uri("nowhere.onnx"));
    }

    /** It would be killed again, so it is not tried again; the user is told which bound to raise. */
    @Test
    void aPodWithoutEnoughMemoryIsTold() throws Exception {
        Reassembly run = Reassembly.apply(in, files.file("small-pod", "all: {memory: 1Gi}", "all: {memory: 1Gi}, inspect: {memory: 40Mi}"));
        Condition failed = run.outcome(SOON);
        assertThat(failed.getReason()).isEqualTo("StepFailed");
        assertThat(failed.getMessage()).startsWith("Step inspect-").contains(
                "failed: it needed more memory than its pod may use", "spec.pods.resources.inspect.memory");
        assertThat(run.podNodes()).allSatisfy(pod -> assertThat(pod.path("displayName").asText()).startsWith("inspect-").endsWith("(0)"));
    }

    /** The last step cannot deliver; when the user has made the bucket, a retry finds everything else done. */
    @Test
    void aRunTriedAgainAfterItsRepairComputesOnlyWhatIsMissing() throws Exception {
        Bucket target = new Bucket(in.bucket.client(), in.namespace() + "-target");
        // With a seed of its own, because other tests share the store, and parents of the same seed may be trained already.
        Reassembly run = Reassembly.apply(in, files.file("no-bucket", in.bucket.uri("out/no-bucket"), target.uri("out"),
                "candidates: 2", "candidates: 1", "rungs: 2", "rungs: 1", "budget: {parameters: 1M}", "budget: {parameters: 1M}\n  seed: 5"));
        Condition failed = run.outcome(Reference.ENOUGH);
        assertThat(failed.getReason()).isEqualTo("UserError");
        assertThat(failed.getMessage()).startsWith("Step publish refused its input: ").contains("there is no bucket of this name");
        String firstTry = run.status().workflow();

        Bucket.create(in.cluster.store(), target.name());
        in.kubectl("annotate", "mr", "no-bucket", "reassembly.dev/retry=1").orThrow();
        run.await(SOON, status -> !firstTry.equals(status.workflow()));
        ModelReassemblyStatus status = run.success(Reference.ENOUGH);
        assertThat(Sha256.of(target.at(status.output().uri()))).isEqualTo(status.output().sha256());
        assertThat(logs(firstTry).computed()).contains("finetune parent-plain");
        Workbench.Ended second = logs(status.workflow());
        assertThat(second.hits()).contains("inspect plain", "finetune parent-plain");
        assertThat(second.computed()).allMatch(step -> step.equals("publish no-bucket") || step.startsWith("evaluate "));
    }

    /** What the steps of one attempt printed. */
    private static Workbench.Ended logs(String workflow) {
        return new Workbench.Ended(0, "", in.steps.whole(log -> log.workflow().equals(workflow)).stream().map(PodLog::text).collect(Collectors.joining()));
    }
}
