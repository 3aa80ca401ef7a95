package dev.reassembly.operator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/**
 * What whoever installs the operator may set, as properties below {@code reassembly.} or as environment variables, for
 * example REASSEMBLY_STORAGE_ENDPOINT. What concerns the workflow is in {@code WorkflowOptions}.
 */
@ConfigMapping(prefix = "reassembly")
public interface OperatorSettings {
    /** For every ModelReassembly that does not say so itself. */
    Storage storage();

    LeaderElection leaderElection();

    /** Object storage of the steps. */
    interface Storage {
        /** Address of the S3 service. */
        Optional<String> endpoint();

        /** Bucket for the steps' results. */
        Optional<String> bucket();

        /** Keys of results start with this. */
        Optional<String> prefix();

        /** Region of the bucket. */
        Optional<String> region();

        /** Secret with the keys accessKey and secretKey in the namespace of each ModelReassembly. */
        Optional<String> secretName();
    }

    /** One active operator among several replicas. */
    interface LeaderElection {
        /** Whether replicas agree on a leader by a Lease. */
        @WithDefault("false")
        boolean enabled();

        /** Name of the Lease. */
        @WithDefault("reassembly-operator")
        String leaseName();

        /** What the Lease calls this replica. */
        @WithDefault("${POD_NAME:}")
        Optional<String> identity();

        /** Namespace of the Lease; the operator's own when absent. */
        Optional<String> leaseNamespace();
    }
}
