package dev.reassembly.operator;

import dev.reassembly.operator.accept.Acceptor;
import dev.reassembly.operator.accept.StorageDefaults;
import dev.reassembly.operator.child.Children;
import dev.reassembly.operator.event.EventPublisher;
import dev.reassembly.operator.metrics.ResourceGauges;
import dev.reassembly.operator.reconcile.Observer;
import dev.reassembly.operator.workflow.WorkflowBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkiverse.operatorsdk.runtime.api.ConfigurationServiceCustomizer;
import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts the operator together; nothing else of it knows the container. */
public class Parts {

    @Produces
    @Singleton
    EventPublisher events(KubernetesClient client) {
        return new EventPublisher(client);
    }

    @Produces
    @Singleton
    Observer observer(KubernetesClient client, OperatorSettings settings, WorkflowOptions options, EventPublisher events) {
        return new Observer(new Acceptor(StorageDefaults.of(settings.storage())), new WorkflowBuilder(options.settings()), new Children(client), events);
    }

    @Produces
    @Singleton
    ResourceGauges gauges(MeterRegistry registry) {
        return new ResourceGauges(registry);
    }

    /** Whether there are replicas is known where the operator is installed, not where it is built. */
    @Produces
    @Singleton
    ConfigurationServiceCustomizer leaderElection(OperatorSettings settings) {
        OperatorSettings.LeaderElection election = settings.leaderElection();
        return () -> configuration -> {
            if (election.enabled()) {
                configuration.withLeaderElectionConfiguration(lease(election));
            }
        };
    }

    /**
     * Ends the process when the Lease is lost, so that only one operator acts. The SDK's own way out waits for ever when the process
     * is ending already, hence Quarkus's.
     */
    private static LeaderElectionConfiguration lease(OperatorSettings.LeaderElection election) {
        LeaderCallbacks callbacks = new LeaderCallbacks(() -> {}, () -> Quarkus.asyncExit(1), leader -> {});
        return new LeaderElectionConfiguration(election.leaseName(), election.leaseNamespace().orElse(null),
                LeaderElectionConfiguration.LEASE_DURATION_DEFAULT_VALUE, LeaderElectionConfiguration.RENEW_DEADLINE_DEFAULT_VALUE,
                LeaderElectionConfiguration.RETRY_PERIOD_DEFAULT_VALUE, election.identity().orElse(null), callbacks, false);
    }
}
