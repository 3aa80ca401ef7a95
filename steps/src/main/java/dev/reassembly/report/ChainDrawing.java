package dev.reassembly.report;

import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.Layer;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * One model from input to head: a box a layer, a dashed line where it can be cut, what passes there, and bars that tell
 * where parameters and FLOPs lie. Where the size of what passes changes, a stage ends and the line is drawn through.
 */
public final class ChainDrawing {
    private static final double TOP = 104;
    private static final double ROW = 30;
    private static final double BOX = 22;
    private static final double LEFT = 44;
    private static final double NAME = 330;
    private static final double SHAPE = 390;
    private static final double PARAMETERS = 540;
    private static final double FLOPS = 760;
    private static final double BAR = 130;
    private static final double WIDTH = 970;
    private static final int LONGEST = 42;
    private static final String CALM = "#eef2f6";

    private ChainDrawing() {}

    /** @return one SVG picture, 30 units high for each layer */
    public static String draw(Chain chain) {
        List<Layer> layers = chain.layers();
        double bottom = TOP + ROW * layers.size();
        Svg svg = new Svg(WIDTH, bottom + 52, "Layers and cuts of " + chain.model());
        svg.heading(LEFT, 32, chain.model());
        svg.text(LEFT, 54, "start", Palette.MUTED, String.format(Locale.ROOT, "%d layers, %s parameters, %s FLOPs for one sample",
                layers.size(), Figures.si(chain.parameters(0, layers.size())), Figures.si(chain.flops(0, layers.size()))));
        List<String> kinds = layers.stream().map(Layer::kind).distinct().toList();
        legend(svg, kinds);
        head(svg, TOP - 14);
        for (Layer layer : layers) {
            row(svg, chain, layer, kinds.indexOf(layer.kind()));
        }
        svg.text(LEFT, bottom + 22, "start", Palette.MUTED, "then the model's own head, which is no part of the chain");
        return svg.toString();
    }

    private static void legend(Svg svg, List<String> kinds) {
        double x = PARAMETERS;
        for (int i = 0; i < kinds.size(); i++) {
            svg.rect(x, 22, 12, 12, Palette.of(i), "");
            svg.text(x + 18, 32, "start", Palette.INK, kinds.get(i));
            // No text is measured; eight units are enough for most letters.
            x += 34 + 8 * kinds.get(i).length();
        }
    }

    private static void head(Svg svg, double y) {
        svg.text(LEFT, y, "start", Palette.MUTED, "layer");
        svg.text(SHAPE, y, "start", Palette.MUTED, "passes at the cut");
        svg.text(PARAMETERS, y, "start", Palette.MUTED, "parameters");
        svg.text(FLOPS, y, "start", Palette.MUTED, "FLOPs");
    }

    private static void row(Svg svg, Chain chain, Layer layer, int kind) {
        double y = TOP + ROW * layer.index();
        double middle = y + BOX / 2 + 4;
        Feature after = chain.cuts().get(layer.index() + 1).feature();
        svg.text(LEFT - 8, middle, "end", Palette.MUTED, String.valueOf(layer.index()));
        svg.rect(LEFT, y, NAME, BOX, CALM, layer.name() + ", " + layer.kind() + "; cut at " + chain.cuts().get(layer.index() + 1).tensor());
        svg.rect(LEFT, y, 6, BOX, Palette.of(kind), "");
        svg.text(LEFT + 14, middle, "start", Palette.INK, shortened(layer.name()));
        svg.text(SHAPE, middle, "start", Palette.INK, Figures.shape(after));
        bar(svg, PARAMETERS, y, Palette.MUTED, layer, chain, Layer::parameters);
        bar(svg, FLOPS, y, Palette.ACCENT, layer, chain, Layer::flops);
        boolean last = layer.index() == chain.layers().size() - 1;
        boolean stage = last || !grid(after).equals(grid(chain.cuts().get(layer.index() + 2).feature()));
        double cut = y + BOX + (ROW - BOX) / 2;
        svg.line(LEFT, cut, stage ? WIDTH - 30 : LEFT + NAME, cut, Palette.MUTED, 1, stage ? "" : "4 4");
    }

    private static void bar(Svg svg, double x, double y, String fill, Layer layer, Chain chain, ToLongFunction<Layer> measure) {
        long most = Math.max(1, chain.layers().stream().mapToLong(measure).max().orElse(1));
        long value = measure.applyAsLong(layer);
        double length = BAR * value / most;
        svg.rect(x, y + 4, Math.max(length, value > 0 ? 0.5 : 0), BOX - 8, fill, "");
        svg.text(x + length + 6, y + BOX / 2 + 4, "start", Palette.INK, Figures.si(value));
    }

    /** The end of a long name tells more than its beginning. */
    private static String shortened(String name) {
        return name.length() <= LONGEST ? name : "..." + name.substring(name.length() - LONGEST + 3);
    }

    private static String grid(Feature feature) {
        return feature.layout() + " " + feature.height() + " " + feature.width();
    }
}
