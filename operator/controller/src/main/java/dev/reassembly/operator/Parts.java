package dev.reassembly.operator;

import dev.reassembly.operator.accept.Acceptor;
import dev.reassembly.operator.accept.StorageDefaults;
import dev.reassembly.operator.child.Children;
import dev.reassembly.operator.event.EventPublisher;
import dev.reassembly.operator.metrics.ResourceGauges;
import dev.reassembly.operator.reconcile.Observer;
import dev.reassembly.operator.workflow.WorkflowBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkiverse.operatorsdk.runtime.api.ConfigurationServiceCustomizer;
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
                LeaderElectionConfigurationBuilder lease = LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(election.leaseName());
                election.leaseNamespace().ifPresent(lease::withLeaseNamespace);
                configuration.withLeaderElectionConfiguration(lease.build());
            }
        };
    }
}
