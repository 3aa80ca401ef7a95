package dev.reassembly.cluster.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reassembly.e2e.Workbench;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever goes down in the middle of a run, the run comes to the same partition and assembly as one that nothing happened to. */
@OnOperator
class FaultIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static Installation in;
    private static Reference reference;

    @BeforeAll
    static void run(Installation installation, Reference finished) {
        in = installation;
        reference = finished;
    }

    /** As when a node is lost: without a chance to write anything more. */
    @Test
    void podsKilledInProbeAndInFineTuning() throws Exception {
        Reassembly run = begin("lost-pods");
        PodLog probe = in.steps.await(SOON, of(run, "probe"), "probe residual: 0/");
        kill(probe);
        PodLog training = in.steps.await(SOON, of(run, "finetune"), "parent-residual: epoch 2/");
        kill(training);
        finishes(run);
        Workbench.Ended probedAgain = again(run, "probe", probe, "probe residual");
        assertThat(probedAgain.computed()).containsExactly("probe residual");
        Workbench.Ended trainedAgain = again(run, "finetune", training, "parent-residual");
        assertThat(trainedAgain.err()).contains("parent-residual goes on after epoch");
    }

    /** The operator goes while steps run, and a run that ends without it is reported by its successor. */
    @Test
    void operatorKilled() throws Exception {
        Reassembly run = begin("lost-operator");
        in.steps.await(SOON, of(run, "probe"), "probe residual: ");
        Pod operator = in.operatorPod();
        kill(operator);
        in.client().pods().inNamespace(in.operatorNamespace()).withLabel("app.kubernetes.io/instance", Installation.RELEASE)
                .waitUntilCondition(pod -> pod != null && !pod.getMetadata().getUid().equals(operator.getMetadata().getUid())
                        && pod.getStatus().getConditions().stream().anyMatch(is -> is.getType().equals("Ready") && is.getStatus().equals("True")),
                        SOON.toSeconds(), TimeUnit.SECONDS);
        finishes(run);
    }

    @Test
    void objectStoreKilled() throws Exception {
        assumeTrue(in.cluster.storeCanBeKilled(), "this cluster's object store is not the tests' to kill");
        Reassembly run = begin("lost-store");
        PodLog training = in.steps.await(SOON, of(run, "finetune"), "epoch 2/");
        in.cluster.killStore();
        try {
            in.steps.await(SOON, of(run, training.step()), in.cluster.store().endpoint());
        } finally {
            in.cluster.startStore();
        }
        finishes(run);
    }

    private static Reassembly begin(String name) throws Exception {
        return Reassembly.apply(in, reference.files().file(name, TinyRuns.cold(name)));
    }

    private static Predicate<PodLog> of(Reassembly run, String step) {
        return log -> log.instance().equals(run.name()) && log.step().equals(step);
    }

    private static void kill(PodLog step) {
        kill(in.client().pods().inNamespace(in.namespace()).withName(step.pod()).get());
    }

    private static void kill(Pod pod) {
        in.client().resource(pod).withGracePeriod(0).delete();
    }

    private static void finishes(Reassembly run) throws Exception {
        run.success(Reference.ENOUGH);
        Delivered expected = Delivered.by(reference.run(), "runs");
        Delivered found = Delivered.by(run, run.name());
        assertThat(found.partition()).isEqualTo(expected.partition());
        assertThat(found.assembly()).isEqualTo(expected.assembly());
        assertThat(found.table()).isEqualTo(expected.table());
    }

    /** What the pod that took a killed one's place printed. */
    private static Workbench.Ended again(Reassembly run, String step, PodLog killed, String about) {
        PodLog log = in.steps.whole(of(run, step)).stream().filter(other -> other != killed && other.text().contains(about + ": "))
                .reduce((first, second) -> second).orElseThrow();
        return new Workbench.Ended(0, "", log.text());
    }
}
