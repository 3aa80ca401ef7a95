package dev.reassembly.cluster.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.api.v1alpha1.ModelReassemblyStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holding a run, letting it go on, and ending it while it is underway: by its deadline, by Argo's command, by deletion. */
@OnOperator
class LifecycleIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static Installation in;
    private static Reference reference;

    @BeforeAll
    static void run(Installation installation, Reference finished) {
        in = installation;
        reference = finished;
    }

    @Test
    void suspendedItStartsNoPodUntilResumed() throws Exception {
        Reassembly run = Reassembly.apply(in, reference.files().file("held", "  output:", "  suspend: true\n  output:"));
        run.await(SOON, suspended());
        in.kubectl("wait", "workflow/" + run.status().workflow(), "--for=jsonpath={.status.phase}=Running", "--timeout=60s").orThrow(); // Argo has seen it
        assertThat(pods("held")).isEmpty();
        assertThat(run.workflow().at("/status/nodes")).isEmpty();
        in.kubectl("patch", "mr", "held", "--type=merge", "-p", "{\"spec\": {\"suspend\": false}}").orThrow();
        in.steps.await(SOON, log -> log.instance().equals("held"), "inspect plain: hit");
        run.await(SOON, suspended().negate());
        assertThat(run.event(SOON, "Resumed").getType()).isEqualTo("Normal");
        in.kubectl("delete", "mr", "held", "--timeout=30s").orThrow();
    }

    /** Everything on the cluster goes with the resource; what was delivered and stored belongs to the user. */
    @Test
    void deletedInMidRunItLeavesOnlyTheStore() throws Exception {
        List<String> delivered = in.bucket.keys("out/");
        Reassembly run = Reassembly.apply(in, reference.files().file("unwanted", TinyRuns.cold("unwanted")));
        in.steps.await(SOON, log -> log.instance().equals("unwanted") && log.step().equals("probe"), "probe residual: 0/");
        String child = run.status().workflow();
        in.kubectl("delete", "mr", "unwanted", "--timeout=30s").orThrow();
        gone("workflow/" + child);
        gone("configmap/" + child);
        pods("unwanted").forEach(LifecycleIT::gone);
        assertThat(pods("unwanted")).isEmpty();
        assertThat(in.bucket.keys("out/")).containsAll(delivered).noneMatch(key -> key.startsWith("out/unwanted/"));
        assertThat(in.bucket.keys("unwanted/steps/inspect/")).anyMatch(key -> key.endsWith("manifest.json"));
    }

    @Test
    void beyondItsDeadlineItFails() throws Exception {
        Reassembly run = Reassembly.apply(in, reference.files().file("late", concat(TinyRuns.cold("late"),
                "  output:", "  activeDeadlineSeconds: 60\n  output:", "epochs: 8", "epochs: 400")));
        Condition outcome = run.outcome(Duration.ofMinutes(4));
        assertThat(outcome.getReason()).isEqualTo("DeadlineExceeded");
        assertThat(outcome.getMessage()).isEqualTo("The run took longer than spec.activeDeadlineSeconds.");
        assertThat(run.workflow().at("/status/phase").asText()).isEqualTo("Failed");
        assertThat(in.bucket.keys("out/")).noneMatch(key -> key.startsWith("out/late/"));
    }

    /** What {@code argo stop} does is someone's will, which no retry of a step may undo. */
    @Test
    void stoppedByArgosCommandItFailsAndMayBeTriedAgain() throws Exception {
        Reassembly run = Reassembly.apply(in, reference.files().file("stopped", concat(TinyRuns.cold("stopped"), "epochs: 8", "epochs: 400")));
        in.steps.await(SOON, log -> log.instance().equals("stopped") && log.step().equals("probe"), "probe residual: 0/");
        in.cluster.run("argo", "stop", run.status().workflow(), "--namespace", in.namespace()).orThrow();
        Condition outcome = run.outcome(SOON);
        assertThat(outcome.getStatus()).isEqualTo("False");
        assertThat(outcome.getReason()).isEqualTo("Stopped");
        String first = run.status().workflow();
        in.kubectl("annotate", "mr", "stopped", "reassembly.dev/retry=1").orThrow();
        run.await(SOON, status -> !first.equals(status.workflow()) && Reassembly.condition(status, "Succeeded").orElseThrow().getStatus().equals("Unknown"));
        in.kubectl("delete", "mr", "stopped", "--timeout=30s").orThrow();
    }

    private static String[] concat(String[] first, String... second) {
        return Stream.concat(Stream.of(first), Stream.of(second)).toArray(String[]::new);
    }

    private static Predicate<ModelReassemblyStatus> suspended() {
        return status -> Reassembly.condition(status, "Succeeded").filter(is -> is.getReason().equals("Suspended")).isPresent();
    }

    /** Names of a resource's pods, as {@code pod/NAME}. */
    private static List<String> pods(String instance) {
        return in.kubectl("get", "pods", "--selector", "app.kubernetes.io/instance=" + instance, "--output", "name").orThrow().lines()
                .filter(line -> line.startsWith("pod/")).toList();
    }

    private static void gone(String object) {
        in.kubectl("wait", object, "--for=delete", "--timeout=90s").orThrow();
    }
}
