package dev.reassembly.operator.workflow;

import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;

/** The rights of the steps' pods: those of Kubernetes' profile "restricted", and a root file system that cannot be written. */
final class PodSecurity {
    /** The user of the steps' image. */
    private static final long USER = 10001;

    /**
     * A patch for the containers that Argo adds to each pod, which otherwise have whatever rights its own configuration gives; without it
     * a namespace that enforces "restricted" would refuse the pods.
     */
    static final String OF_ARGOS_CONTAINERS = """
            {"initContainers":[{"name":"init","securityContext":%1$s}],"containers":[{"name":"wait","securityContext":%1$s}]}"""
            .formatted("{\"allowPrivilegeEscalation\":false,\"capabilities\":{\"drop\":[\"ALL\"]}}");

    private PodSecurity() {}

    static PodSecurityContext pod() {
        return new PodSecurityContextBuilder().withRunAsNonRoot(true).withRunAsUser(USER).withRunAsGroup(USER).withFsGroup(USER)
                .withNewSeccompProfile().withType("RuntimeDefault").endSeccompProfile().build();
    }

    static SecurityContext container() {
        return new SecurityContextBuilder().withAllowPrivilegeEscalation(false).withReadOnlyRootFilesystem(true).withRunAsNonRoot(true)
                .withNewCapabilities().withDrop("ALL").endCapabilities().build();
    }
}
