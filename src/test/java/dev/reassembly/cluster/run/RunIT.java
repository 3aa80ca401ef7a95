package dev.reassembly.cluster.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reassembly.api.v1alpha1.ModelReassemblyStatus;
import dev.reassembly.e2e.Sha256;
import dev.reassembly.e2e.Workbench;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The mission in small: apply a ModelReassembly, watch it, fetch the network, and have the same as from a run on one machine. */
@OnOperator
class RunIT {
    private static Installation in;
    private static Reference reference;
    private static Reassembly run;

    @BeforeAll
    static void run(Installation installation, Reference finished) {
        in = installation;
        reference = finished;
        run = finished.run();
    }

    @Test
    void kubectlTellsWhatIsGoingOn() {
        List<List<String>> rows = reference.columns().lines().map(line -> List.of(line.strip().split("\\s+"))).toList();
        assertThat(rows.get(0)).containsExactly("NAME", "SUCCEEDED", "STAGE", "PROGRESS", "METRIC", "LEAD", "KIND", "AGE");
        assertThat(rows).anySatisfy(row -> assertThat(row).startsWith(Reference.NAME, "Unknown", "probe"));
        assertThat(rows).anySatisfy(row -> assertThat(row).startsWith(Reference.NAME, "Unknown", "finetune"));
        // inspect and probe of two networks, partition, assemble, four trainings, halve, one training, publish
        List<String> last = rows.get(rows.size() - 1);
        assertThat(last).startsWith(Reference.NAME, "True", reference.status().progress());
        assertThat(Double.parseDouble(last.get(3))).as("1 is how kubectl prints 1.0").isEqualTo(reference.status().best().metric());
    }

    @Test
    void statusIsWhatWasDelivered() throws Exception {
        ModelReassemblyStatus status = reference.status();
        JsonNode result = run.result();
        assertThat(status.best().metric()).isCloseTo(result.path("metric").asDouble(), within(5.1e-5));
        assertThat(status.best().parameters()).isEqualTo(result.at("/model/parameters").asLong());
        assertThat(status.best().flops()).isEqualTo(result.at("/model/flops").asLong());
        assertThat(status.best().latencyMs()).isEqualTo(result.at("/model/latencyMs").asDouble());
        assertThat(status.output().uri()).isEqualTo(result.at("/model/uri").asText()).isEqualTo(in.bucket.uri("out/" + Reference.NAME + "/model.onnx"));
        assertThat(status.output().sha256()).isEqualTo(result.at("/model/sha256").asText());
        assertThat(status.output().bytes()).isEqualTo(result.at("/model/bytes").asLong());
        JsonNode baseline = run.parent(status.baseline().name());
        assertThat(status.baseline().metric()).isCloseTo(baseline.path("metric").asDouble(), within(5.1e-5));
        assertThat(status.baseline().parameters()).isEqualTo(baseline.path("parameters").asLong());
        assertThat(status.baseline().flops()).isEqualTo(baseline.path("flops").asLong());
    }

    @Test
    void theFetchedNetworkIsTheOneOfTheStatusAndRuns() throws Exception {
        byte[] model = in.bucket.at(reference.status().output().uri());
        assertThat(Sha256.of(model)).isEqualTo(reference.status().output().sha256());
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model);
                OnnxTensor picture = OnnxTensor.createTensor(environment, new float[1][3][16][16]);
                OrtSession.Result logits = session.run(Map.of(session.getInputNames().iterator().next(), picture))) {
            assertThat(((float[][]) logits.get(0).getValue())[0]).hasSize(3);
        }
    }

    /** Same seed, same partition, same assembly, same table. */
    @Test
    void theSameFileOnThisMachineComesToTheSame() throws Exception {
        Workbench.Ended local = reference.files().local().run("run");
        assertThat(local.status()).as(local.err()).isZero();
        Delivered here = Delivered.here(reference.files().local());
        Delivered there = Delivered.by(run, "runs");
        assertThat(there.partition()).isEqualTo(here.partition());
        assertThat(there.assembly()).isEqualTo(here.assembly());
        assertThat(there.table()).isEqualTo(here.table());
        System.out.println("the network of the cluster and that of this machine are "
                + (there.result().at("/model/sha256").equals(here.result().at("/model/sha256")) ? "the same in every bit" : "equal but for rounding"));
    }

    @Test
    void argoNamesTheTasksAsPeopleThinkOfThem() {
        JsonNode workflow = run.workflow();
        assertThat(workflow.at("/status/phase").asText()).isEqualTo("Succeeded");
        assertThat(workflow.at("/status/progress").asText()).isEqualTo(reference.status().progress()).matches("(\\d+)/\\1");
        List<String> tasks = run.podNodes().stream().map(node -> node.path("displayName").asText().replaceFirst("\\(\\d\\)$", "")).toList();
        assertThat(tasks).contains("inspect-plain", "inspect-residual", "probe-plain", "probe-residual", "partition", "assemble",
                "halve-1", "publish").anyMatch(name -> name.startsWith("finetune-1(") && name.contains("parent-plain"));
        assertThat(run.podNodes()).allSatisfy(node -> {
            assertThat(node.path("phase").asText()).isEqualTo("Succeeded");
            assertThat(node.path("progress").asText()).matches("(\\d+)/\\1");
        });
        String drawn = in.cluster.run("argo", "get", reference.status().workflow(), "--namespace", in.namespace(), "--no-color").orThrow();
        assertThat(drawn).contains("Status:", "Succeeded", "inspect-plain", "publish");
    }

    /** A second ModelReassembly of the same content computes nothing and delivers the same bytes. */
    @Test
    void theSameAgainIsFoundInTheStore() throws Exception {
        Reassembly again = Reassembly.apply(in, reference.files().file("again"));
        ModelReassemblyStatus status = again.success(Reference.ENOUGH);
        assertThat(status.output().sha256()).isEqualTo(reference.status().output().sha256()).isEqualTo(Sha256.of(in.bucket.at(status.output().uri())));
        assertThat(status.best().metric()).isEqualTo(reference.status().best().metric());
        String logs = in.steps.whole(log -> log.instance().equals("again")).stream().map(PodLog::text).collect(Collectors.joining());
        Workbench.Ended steps = new Workbench.Ended(0, "", logs);
        assertThat(steps.hits()).contains("inspect plain", "probe residual", "partition again", "assemble again", "finetune parent-plain");
        assertThat(steps.computed()).isSubsetOf("publish again");
    }
}
