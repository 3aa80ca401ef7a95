package dev.reassembly.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Lays one bar out in a given width; what matters least is left out first. */
final class BarLine {
    private static final int WIDEST_BAR = 30;
    private static final int NARROWEST_BAR = 8;

    private BarLine() {}

    /** {@code probe minilm [######------]  45% 115/256 12.3/s ETA 0:11 loss 0.31}, never longer than {@code width}. */
    static String of(Measure work, int width) {
        List<List<Function<Measure, String>>> layouts = List.of(
                List.of(Measure::percent, Measure::count, Measure::rate, BarLine::eta, Measure::note),
                List.of(Measure::percent, Measure::count, BarLine::eta, Measure::note),
                List.of(Measure::percent, Measure::count, BarLine::eta),
                List.of(Measure::percent, Measure::count));
        for (List<Function<Measure, String>> layout : layouts) {
            String figures = figures(work, layout);
            int room = width - work.label.length() - figures.length() - "  []".length();
            if (work.total > 0 && room >= NARROWEST_BAR) {
                return work.label + " [" + bar(work.fraction(), Math.min(WIDEST_BAR, room)) + "] " + figures;
            }
            if (work.total == 0 && work.label.length() + 1 + figures.length() <= width) {
                return work.label + " " + figures;
            }
        }
        String narrow = figures(work, List.of(Measure::percent, Measure::count)) + " " + work.label;
        return narrow.length() <= width ? narrow : narrow.substring(0, Math.max(0, width));
    }

    private static String figures(Measure work, List<Function<Measure, String>> layout) {
        List<String> shown = new ArrayList<>();
        for (Function<Measure, String> figure : layout) {
            String text = figure.apply(work);
            if (!text.isEmpty()) {
                shown.add(text);
            }
        }
        if (work.total == 0) {
            shown.remove(0);
        }
        return String.join(" ", shown);
    }

    private static String eta(Measure work) {
        String left = work.left();
        return left.isEmpty() ? "in " + work.elapsed() : "ETA " + left;
    }

    private static String bar(double fraction, int cells) {
        int full = (int) (fraction * cells);
        return "#".repeat(full) + "-".repeat(cells - full);
    }
}
