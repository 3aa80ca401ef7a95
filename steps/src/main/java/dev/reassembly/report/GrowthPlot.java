package dev.reassembly.report;

import java.util.List;
import java.util.Locale;

/** How costs grow with sizes: a plane each, both axes from zero, a line through the medians and a bar from the least to the greatest. */
public final class GrowthPlot {
    private GrowthPlot() {}

    public record Point(double size, double median, double least, double greatest) {}

    /** @param points by size */
    public record Curve(String name, String sizes, String costs, List<Point> points) {}

    /** The planes one below the other, as one SVG picture. */
    public static String draw(String title, List<Curve> curves) {
        return Plot.stacked(title, curves.stream().map(GrowthPlot::plot).toList());
    }

    private static Plot plot(Curve curve) {
        double widest = curve.points().stream().mapToDouble(Point::size).max().orElse(1);
        double highest = curve.points().stream().mapToDouble(Point::greatest).max().orElse(1);
        Plot plot = new Plot(curve.name(), curve.sizes(), curve.costs(), new double[] {0, widest}, new double[] {0, highest}, Figures::si, 1);
        String colour = Palette.of(0);
        plot.svg.polyline(curve.points().stream().mapToDouble(p -> plot.x.at(p.size())).toArray(),
                curve.points().stream().mapToDouble(p -> plot.y.at(p.median())).toArray(), colour, 2, "");
        for (Point p : curve.points()) {
            double x = plot.x.at(p.size());
            plot.svg.line(x, plot.y.at(p.least()), x, plot.y.at(p.greatest()), colour, 1, "");
            plot.svg.circle(x, plot.y.at(p.median()), 4, colour, colour, String.format(Locale.ROOT, "%s %s: %s", Figures.si(p.size()), curve.sizes(),
                    Figures.plain(p.median())));
        }
        plot.svg.text(Plot.LEFT + 12, Plot.TOP + 12, "start", Palette.INK, curve.name());
        return plot;
    }
}
