package dev.reassembly.report;

import java.util.function.DoubleFunction;

/** The frame of a plot: axes, grid and labels around an area that the caller fills. */
final class Plot {
    static final double LEFT = 70;
    static final double TOP = 20;
    static final double WIDTH = 520;
    static final double HEIGHT = 320;
    static final double LEGEND = LEFT + WIDTH + 24;

    final Svg svg;
    final Scale x;
    final Scale y;

    Plot(String title, String xLabel, String yLabel, double[] xRange, double[] yRange, DoubleFunction<String> xFormat, int legendRows) {
        svg = new Svg(LEGEND + 250, Math.max(TOP + HEIGHT + 60, TOP + legendRows * 18 + 20), title);
        x = Scale.over(xRange[0], xRange[1], 6, LEFT, LEFT + WIDTH);
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
}
