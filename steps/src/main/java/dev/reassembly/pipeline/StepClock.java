package dev.reassembly.pipeline;

import dev.reassembly.store.StepResult;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Cache hits and misses, and the seconds that each kind of step took in this run. */
public final class StepClock {
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private int hits;
    private int misses;
    private double saved;
    /** Of the steps that the one under way has asked for so far. */
    private double within;

    /** A step that may ask for others. */
    interface Work {
        StepResult resolve() throws IOException;
    }

    /** Counts a step, and the time that it took itself; for the one thread that runs steps. */
    StepResult time(String step, Work work) throws IOException {
        double outer = within;
        within = 0;
        double took = 0;
        try {
            StepResult result = work.resolve();
            took = result.hit() ? 0 : result.manifest().seconds();
            record(step, result.hit(), result.hit() ? result.manifest().seconds() : Math.max(0, took - within));
            return result;
        } finally {
            within = outer + took;
        }
    }

    /** @param took when it was computed, now or once */
    synchronized void record(String step, boolean hit, double took) {
        if (hit) {
            hits++;
            saved += took;
        } else {
            misses++;
        }
        seconds.merge(step, hit ? 0 : took, Double::sum);
    }

    /** Seconds of all steps, those that hits had once taken among them. */
    public synchronized double secondsInAll() {
        return saved + seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Seconds by step, in the order of first use; a step's own work without that of the steps it needed. */
    public synchronized Map<String, Double> seconds() {
        return new LinkedHashMap<>(seconds);
    }

    public synchronized int hits() {
        return hits;
    }

    public synchronized int misses() {
        return misses;
    }
}
