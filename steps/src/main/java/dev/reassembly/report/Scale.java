package dev.reassembly.report;

import java.util.ArrayList;
import java.util.List;

/** A linear axis from data to pixels whose ends are round numbers. */
record Scale(double low, double high, double step, double from, double to) {

    /** A scale that covers the values, with about {@code ticks} round steps between the pixels {@code from} and {@code to}. */
    static Scale over(double min, double max, int ticks, double from, double to) {
        double span = max > min ? max - min : Math.max(Math.abs(max), 1) * 0.1;
        double raw = span / ticks;
        double magnitude = Math.pow(10, Math.floor(Math.log10(raw)));
        double fraction = raw / magnitude;
        double step = magnitude * (fraction <= 1 ? 1 : fraction <= 2 ? 2 : fraction <= 5 ? 5 : 10);
        double low = Math.floor(min / step + 1e-9) * step;
        double high = Math.ceil(Math.max(max, min + span * 1e-3) / step - 1e-9) * step;
        return new Scale(low, high > low ? high : low + step, step, from, to);
    }

    double at(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; low + i * step <= high + step * 1e-6; i++) {
            ticks.add(low + i * step);
        }
        return ticks;
    }
}
