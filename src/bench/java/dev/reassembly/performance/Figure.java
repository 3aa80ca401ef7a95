package dev.reassembly.performance;

import dev.reassembly.failure.InvalidInputException;

/**
 * One thing that is measured of both sides of a row.
 *
 * @param name under which a side reports it
 * @param better {@code lower} or {@code higher}
 * @param ratio how many times as good as the peer's ours should be, or null
 * @param limit what ours should at most be, or at least where higher is better, in {@code unit}; or null
 */
public record Figure(String name, String unit, Better better, Double ratio, Double limit) {
    /** Which way is good. */
    public enum Better { lower, higher }

    public Figure {
        if (name == null || unit == null || better == null) {
            throw new InvalidInputException("figures", "a figure needs name, unit and better (lower or higher); found " + name + ", "
                    + unit + ", " + better);
        }
    }

    /** How many times as good as the peer's; above 1 ours is better. */
    double ratio(double ours, double peer) {
        return better == Better.lower ? peer / ours : ours / peer;
    }

    /** Whether every goal that the figure has is reached; null when it has none, or the peer that one is about was not measured. */
    Boolean met(double ours, Double peer) {
        if (ratio == null && limit == null || ratio != null && peer == null) {
            return null;
        }
        boolean near = ratio == null || ratio(ours, peer) >= ratio;
        return near && (limit == null || (better == Better.lower ? ours <= limit : ours >= limit));
    }

    /** The goals in words. */
    String goal() {
        String times = ratio == null ? "" : number(ratio) + " times the peer";
        String bound = limit == null ? "" : (better == Better.lower ? "at most " : "at least ") + number(limit) + " " + unit;
        return times + (times.isEmpty() || bound.isEmpty() ? "" : " and ") + bound;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
