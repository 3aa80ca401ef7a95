package dev.reassembly.report;

import java.util.List;
import java.util.function.DoubleFunction;

/** The frame of a plot: axes, grid and labels around an area that the caller fills. */
final class Plot {
    static final double LEFT = 70;
    static final double TOP = 20;
    static final double WIDTH = 520;
    static final double HEIGHT = 320;
    static final double LEGEND = LEFT + WIDTH + 24;

    final Svg svg;
    final double height;
    final Scale x;
    final Scale y;

    Plot(String title, String xLabel, String yLabel, double[] xRange, double[] yRange, DoubleFunction<String> xFormat, int legendRows) {
        this(title, xLabel, yLabel, Scale.over(xRange[0], xRange[1], 6, LEFT, LEFT + WIDTH), yRange, xFormat, legendRows);
    }

    private Plot(String title, String xLabel, String yLabel, Scale across, double[] yRange, DoubleFunction<String> xFormat, int legendRows) {
        height = Math.max(TOP + HEIGHT + 60, TOP + legendRows * 18 + 20);
        svg = new Svg(LEGEND + 250, height, title);
        x = across;
        y = Scale.over(yRange[0], yRange[1], 5, TOP + HEIGHT, TOP);
        for (double tick : y.ticks()) {
            svg.line(LEFT, y.at(tick), LEFT + WIDTH, y.at(tick), Palette.RULE, 1, "");
            svg.text(LEFT - 8, y.at(tick) + 4, "end", Palette.MUTED, Figures.plain(tick));
        }
        for (double tick : x.ticks()) {
            svg.line(x.at(tick), TOP + HEIGHT, x.at(tick), TOP + HEIGHT + 5, Palette.MUTED, 1, "");
            svg.text(x.at(tick), TOP + HEIGHT + 20, "middle", Palette.MUTED, xFormat.apply(tick));
        }
        svg.line(LEFT, TOP + HEIGHT, LEFT + WIDTH, TOP + HEIGHT, Palette.INK, 1, "");
        svg.text(LEFT + WIDTH / 2, TOP + HEIGHT + 42, "middle", Palette.INK, xLabel);
        svg.text(18, TOP + HEIGHT / 2, "middle", Palette.INK, -90, yLabel);
    }

    /**
     * With the logarithm of a cost across, to the base of 2.
     *
     * @param xRange costs, above 0
     */
    static Plot byDoublings(String title, String xLabel, String yLabel, double[] xRange, double[] yRange, int legendRows) {
        double decade = Math.pow(10, Math.floor(Math.log10(xRange[0])));
        double first = xRange[0] >= 5.2 * decade ? 5 * decade : xRange[0] >= 2.1 * decade ? 2 * decade : xRange[0] >= 1.05 * decade ? decade : decade / 2;
        double low = Math.log(first) / Math.log(2);
        double high = Math.log(xRange[1] * 1.05) / Math.log(2);
        // From a round number by doublings: the unit that hypervolumes are told in.
        double step = Math.max(1, Math.ceil((high - low) / 10));
        Scale across = new Scale(low, high, step, LEFT, LEFT + WIDTH);
        return new Plot(title, xLabel, yLabel, across, yRange, v -> Figures.si(Math.pow(2, v)), legendRows);
    }

    /** The plots one below the other, as one SVG picture. */
    static String stacked(String title, List<Plot> plots) {
        Svg all = new Svg(LEGEND + 250, plots.stream().mapToDouble(plot -> plot.height).sum(), title);
        double top = 0;
        for (Plot plot : plots) {
            all.below(top, plot.svg);
            top += plot.height;
        }
        return all.toString();
    }

    /** Where a cost lies on the axis of {@link #byDoublings}. */
    double across(double cost) {
        return x.at(Math.log(cost) / Math.log(2));
    }
}
