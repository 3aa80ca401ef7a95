package dev.reassembly.cluster.run;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** What the pods of a namespace print, followed from their start, because Argo deletes pods that succeeded. */
final class PodLogs implements AutoCloseable {
    private final KubernetesClient client;
    private final String container;
    private final SharedIndexInformer<Pod> pods;
    private final Set<String> followed = new HashSet<>();
    private final List<PodLog> logs = new CopyOnWriteArrayList<>();
    private final List<LogWatch> watches = new CopyOnWriteArrayList<>();

    /**
     * @param label key and value of a label that the pods have
     * @param container whose output is followed
     */
    PodLogs(KubernetesClient client, String namespace, Map.Entry<String, String> label, String container) {
        this.client = client;
        this.container = container;
        this.pods = client.pods().inNamespace(namespace).withLabel(label.getKey(), label.getValue()).inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Pod pod) {
                follow(pod);
            }

            @Override
            public void onUpdate(Pod before, Pod pod) {
                follow(pod);
            }

            @Override
            public void onDelete(Pod pod, boolean unknown) {}
        });
    }

    /** The logs of some pods, in the order in which they began. */
    List<PodLog> of(Predicate<PodLog> pods) {
        return logs.stream().filter(pods).toList();
    }

    /** The same when nothing more comes, for pods that have ended. */
    List<PodLog> whole(Predicate<PodLog> pods) {
        List<PodLog> found = of(pods);
        for (PodLog log : found) {
            try {
                log.end.get(30, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                throw new AssertionError("the log of " + log.pod() + " does not end: " + log.text(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
        return found;
    }

    /** Waits for a pod that has printed something. */
    synchronized PodLog await(Duration atMost, Predicate<PodLog> pods, String printed) {
        long until = System.nanoTime() + atMost.toNanos();
        while (true) {
            for (PodLog log : of(pods)) {
                if (log.text().contains(printed)) {
                    return log;
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("no pod has printed \"" + printed + "\" within " + atMost);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    /** Called by one thread of the informer. */
    private void follow(Pod pod) {
        if (begun(pod) && followed.add(pod.getMetadata().getUid())) {
            PodLog log = new PodLog(pod);
            logs.add(log);
            LogWatch watch = client.pods().resource(pod).inContainer(container).watchLog(new Lines(log));
            watch.onClose().whenComplete((cause, error) -> log.end.complete(null));
            watches.add(watch);
        }
    }

    private boolean begun(Pod pod) {
        List<ContainerStatus> statuses = pod.getStatus() == null ? null : pod.getStatus().getContainerStatuses();
        return statuses != null && statuses.stream().filter(status -> status.getName().equals(container))
                .anyMatch(status -> status.getState().getRunning() != null || status.getState().getTerminated() != null);
    }

    private synchronized void line(PodLog log, String text) {
        log.add(text);
        notifyAll();
    }

    @Override
    public void close() {
        pods.close();
        watches.forEach(LogWatch::close);
    }

    /** Cuts a stream into lines. */
    private final class Lines extends OutputStream {
        private final PodLog log;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Lines(PodLog log) {
            this.log = log;
        }

        @Override
        public void write(int b) {
            if (b == '\n') {
                line(log, line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else {
                line.write(b);
            }
        }
    }
}
