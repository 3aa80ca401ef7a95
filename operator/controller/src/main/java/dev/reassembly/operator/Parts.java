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
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.stream.LongStream;

/** Puts the operator together; nothing else of it knows the container. */
public class Parts {
    /** Of the times of reconciliations: from one that calls nobody to one that waits for the API server. */
    private static final Duration[] BUCKETS = LongStream.of(1, 2, 5, 10, 20, 30, 40, 50, 75, 100, 150, 200, 300, 500, 1_000, 2_000, 5_000, 10_000)
            .mapToObj(Duration::ofMillis).toArray(Duration[]::new);

    @Produces
    @Singleton
    EventPublisher events(KubernetesClient client, MeterRegistry registry) {
        EventPublisher events = new EventPublisher(client);
        FunctionCounter.builder("reassembly.events.dropped", events, EventPublisher::dropped).description("Events that were told and not recorded")
                .register(registry);
        return events;
    }

    /** Comes after the SDK's own observer, which ends the reconciliations that tell events, and before the client is closed. */
    void end(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent end, EventPublisher events) {
        events.close();
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

    /**
     * Counters, queue and times of reconciliations. The SDK's own are bound to a registry only when the application runs, which may be after
     * the SDK has asked for them; then nothing would be counted.
     */
    @Produces
    @Singleton
    Metrics reconciliations(MeterRegistry registry) {
        return MicrometerMetricsV2.newBuilder(registry).withExecutionTimerConfig(timer -> timer.serviceLevelObjectives(BUCKETS)).build();
    }

    /**
     * Whether there are replicas is known where the operator is installed, not where it is built; a dependent bean alone may be null. The SDK looks it up by
     * its type. Its customizer of configurations would do as well, but a configuration that is customized makes new clients of the API server, one each time.
     */
    @Produces
    @Dependent
    @Unremovable
    LeaderElectionConfiguration leaderElection(OperatorSettings settings) {
        OperatorSettings.LeaderElection election = settings.leaderElection();
        return election.enabled() ? lease(election) : null;
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
