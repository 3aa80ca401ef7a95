package dev.reassembly.report;

import dev.reassembly.finetune.Epoch;
import dev.reassembly.finetune.FineTuneResult;
import java.util.List;

/** Validation metric by epoch of everything that was trained; a curve that ends early was dropped by the halving, or diverged. */
final class LearningCurves {
    private LearningCurves() {}

    static String draw(List<FineTuneResult> curves, String metric) {
        double lastEpoch = 1;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (FineTuneResult curve : curves) {
            for (Epoch epoch : curve.epochs()) {
                lastEpoch = Math.max(lastEpoch, epoch.epoch());
                min = Math.min(min, epoch.metric());
                max = Math.max(max, epoch.metric());
            }
        }
        Plot plot = new Plot("Learning curves", "epoch", metric + ", validation", new double[] {0, lastEpoch}, new double[] {min, max},
                v -> v == Math.rint(v) ? Figures.plain(v) : "", curves.size() + 1);
        for (int i = 0; i < curves.size(); i++) {
            List<Epoch> epochs = curves.get(i).epochs();
            double[] xs = epochs.stream().mapToDouble(e -> plot.x.at(e.epoch())).toArray();
            double[] ys = epochs.stream().mapToDouble(e -> plot.y.at(e.metric())).toArray();
            String dashes = i < 8 ? "" : "6 3";
            plot.svg.polyline(xs, ys, Palette.of(i), 2, dashes);
            for (int e = 0; e < xs.length; e++) {
                plot.svg.circle(xs[e], ys[e], 3, Palette.of(i), Palette.of(i),
                        curves.get(i).candidate() + " epoch " + epochs.get(e).epoch() + ": " + Figures.metric(epochs.get(e).metric()));
            }
            double y = Plot.TOP + 8 + i * 18;
            plot.svg.line(Plot.LEGEND - 8, y, Plot.LEGEND + 8, y, Palette.of(i), 2, dashes);
            plot.svg.text(Plot.LEGEND + 14, y + 4, "start", Palette.INK,
                    curves.get(i).candidate() + (curves.get(i).diverged() == null ? "" : " (diverged)"));
        }
        return plot.svg.toString();
    }
}
