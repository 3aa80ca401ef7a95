package dev.reassembly.operator;

import dev.reassembly.api.v1alpha1.PodResources;
import dev.reassembly.operator.workflow.WorkflowSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What whoever installs the operator decides about workflows: properties below {@code reassembly.}, for example REASSEMBLY_STEPS_IMAGE. */
@ConfigMapping(prefix = "reassembly")
public interface WorkflowOptions {
    Steps steps();

    ArtifactRepository artifactRepository();

    Ttl ttl();

    /** Most pods of one workflow at a time; unbounded when absent. */
    OptionalInt parallelism();

    /** The steps' pods. */
    interface Steps {
        /** Image of the steps where a ModelReassembly names none. */
        String image();

        /** Always, IfNotPresent or Never. */
        @WithDefault("IfNotPresent")
        String pullPolicy();

        /** Service account of the pods; only Argo's containers in them hold its token. */
        @WithDefault("reassembly-steps")
        String serviceAccount();

        /** Default requests and limits by step, or for all of them below {@code all}. */
        Map<String, Resources> resources();

        /** Most disk space of one pod's scratch folder, as a Kubernetes quantity; the node's when absent. */
        Optional<String> scratchLimit();

        /** How often a failed step is tried again; mistakes of the user never are. */
        @WithDefault("2")
        int retries();
    }

    /** Requests and limits of one step. */
    interface Resources {
        /** CPU, for example 2. */
        Optional<String> cpu();

        /** Memory, for example 8Gi. */
        Optional<String> memory();

        /** GPUs (nvidia.com/gpu). */
        Optional<Integer> gpus();
    }

    /** Where Argo puts report and figures. */
    interface ArtifactRepository {
        /** ConfigMap that describes an artifact repository; the run's own storage when absent. */
        Optional<String> configMap();

        /** Key in that ConfigMap. */
        @WithDefault("default-v1")
        String key();
    }

    /** How long finished workflows stay; what they delivered stays for ever. */
    interface Ttl {
        /** After success. */
        @WithDefault("1D")
        Duration success();

        /** After failure, with the logs of the pods that failed. */
        @WithDefault("7D")
        Duration failure();
    }

    /** The same for the workflow builder, which knows no configuration framework. */
    default WorkflowSettings settings() {
        Map<String, PodResources> resources = new HashMap<>();
        steps().resources().forEach((step, asked) -> resources.put(step,
                new PodResources(asked.cpu().orElse(null), asked.memory().orElse(null), asked.gpus().orElse(null))));
        return new WorkflowSettings(steps().image(), steps().pullPolicy(), steps().serviceAccount(),
                artifactRepository().configMap().map(name -> new WorkflowSettings.ArtifactRepository(name, artifactRepository().key())), resources,
                steps().scratchLimit(), parallelism(), (int) ttl().success().toSeconds(), (int) ttl().failure().toSeconds(), steps().retries());
    }
}
