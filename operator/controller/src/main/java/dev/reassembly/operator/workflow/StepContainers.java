package dev.reassembly.operator.workflow;

import dev.reassembly.api.v1alpha1.ModelReassemblySpec;
import dev.reassembly.api.v1alpha1.Storage;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The container of a step: one command of the steps' image, the specification to read and a folder to write to. */
final class StepContainers {
    static final String SCRATCH = "/scratch";
    /** Keys of the storage's Secret. */
    static final String ACCESS_KEY = "accessKey";
    static final String SECRET_KEY = "secretKey";
    private static final String SPECIFICATION = "/etc/reassembly";
    private static final String FILE = SPECIFICATION + "/" + WorkflowBuilder.SPECIFICATION;

    private final String image;
    private final String pullPolicy;
    private final StepResources resources;
    private final List<EnvVar> environment;

    StepContainers(ModelReassemblySpec spec, WorkflowSettings settings) {
        image = spec.pods() != null && spec.pods().image() != null ? spec.pods().image() : settings.image();
        pullPolicy = settings.pullPolicy();
        resources = new StepResources(spec.pods(), settings.resources());
        environment = environment(spec.storage(), resources.haveGpus());
    }

    Container of(Step step, List<String> arguments) {
        // Argo looks commands up in an image registry unless they are given.
        return new ContainerBuilder().withName("main").withImage(image).withImagePullPolicy(pullPolicy)
                .withCommand("java", "@/app/reassemble.args")
                .withArgs(Stream.concat(Stream.of(step.command(), FILE, "--scratch", SCRATCH), arguments.stream()).toList())
                .withEnv(environment)
                .withResources(resources.of(step))
                .withVolumeMounts(new VolumeMountBuilder().withName("specification").withMountPath(SPECIFICATION).withReadOnly(true).build(),
                        new VolumeMountBuilder().withName("scratch").withMountPath(SCRATCH).build())
                .withSecurityContext(PodSecurity.container())
                .build();
    }

    /** @param file name of the ConfigMap with the specification */
    static List<Volume> volumes(String file, WorkflowSettings settings) {
        return List.of(
                new VolumeBuilder().withName("specification").withNewConfigMap().withName(file).endConfigMap().build(),
                new VolumeBuilder().withName("scratch").withNewEmptyDir()
                        .withSizeLimit(settings.scratchLimit().map(Quantity::new).orElse(null)).endEmptyDir().build());
    }

    /** @param storage complete, as an accepted resource has it */
    private static List<EnvVar> environment(Storage storage, boolean gpus) {
        List<EnvVar> variables = new ArrayList<>();
        variables.add(variable("TERMINATION_LOG", "/dev/termination-log"));
        if (gpus) {
            // Pods without one have to know the results of those that have one, and the other way round.
            variables.add(variable("REASSEMBLY_DEVICE_KIND", "gpu"));
        }
        variables.add(variable("S3_ENDPOINT", storage.endpoint()));
        if (storage.region() != null) {
            variables.add(variable("AWS_REGION", storage.region()));
        }
        variables.add(secret("AWS_ACCESS_KEY_ID", storage.secretName(), ACCESS_KEY));
        variables.add(secret("AWS_SECRET_ACCESS_KEY", storage.secretName(), SECRET_KEY));
        return List.copyOf(variables);
    }

    private static EnvVar variable(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    private static EnvVar secret(String name, String secret, String key) {
        return new EnvVarBuilder().withName(name).withNewValueFrom().withNewSecretKeyRef(key, secret, null).endValueFrom().build();
    }
}
