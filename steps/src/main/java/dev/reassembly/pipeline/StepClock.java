package dev.reassembly.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;

/** Cache hits and misses, and the seconds that each kind of step took in this run. */
public final class StepClock {
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private int hits;
    private int misses;

    synchronized void record(String step, boolean hit, double took) {
        if (hit) {
            hits++;
        } else {
            misses++;
        }
        seconds.merge(step, took, Double::sum);
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
