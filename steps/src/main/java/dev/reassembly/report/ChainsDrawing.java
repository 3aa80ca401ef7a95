package dev.reassembly.report;

import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Layer;
import dev.reassembly.partition.Partition;
import java.util.List;
import java.util.Locale;

/** Every model as a chain of layers coloured by equivalence set, gaps where it is cut, and below them the network that was set. */
final class ChainsDrawing {
    private static final double LEFT = 130;
    private static final double WIDTH = 780;
    private static final double ROW = 34;

    private ChainsDrawing() {}

    /** @param assembly the published network's blocks; none when none was published */
    static String draw(List<Chain> chains, Partition partition, List<BlockRef> assembly) {
        int sets = partition.anchors().size();
        Svg svg = new Svg(LEFT + WIDTH + 30, 60 + ROW * (chains.size() + 2), "Blocks and equivalence sets");
        int longest = chains.stream().mapToInt(c -> c.layers().size()).max().orElse(1);
        double cell = WIDTH / (longest + sets);
        for (int set = 0; set < sets; set++) {
            svg.rect(LEFT + set * 80, 10, 14, 14, Palette.of(set), "");
            svg.text(LEFT + set * 80 + 20, 22, "start", Palette.INK, "set " + (set + 1));
        }
        for (int m = 0; m < chains.size(); m++) {
            Partition.Cuts cuts = partition.models().get(m);
            double y = 40 + m * ROW;
            svg.text(LEFT - 8, y + 16, "end", Palette.INK, chains.get(m).model());
            double x = LEFT;
            for (int b = 0; b < cuts.sets().size(); b++) {
                x = block(svg, chains.get(m), cuts.boundaries().get(b), cuts.boundaries().get(b + 1), cuts.sets().get(b), x, y, cell);
                x += cell * 0.6;
            }
        }
        if (assembly.isEmpty()) {
            return svg.toString();
        }
        double y = 52 + chains.size() * ROW;
        svg.line(LEFT, y - 8, LEFT + WIDTH, y - 8, Palette.RULE, 1, "");
        svg.text(LEFT - 8, y + 16, "end", Palette.INK, "published");
        double x = LEFT;
        for (BlockRef ref : assembly) {
            int m = index(chains, ref.model());
            double start = x;
            for (int layer = ref.from(); layer < ref.to(); layer++) {
                x = block(svg, chains.get(m), layer, layer + 1, setOf(partition.models().get(m), layer), x, y, cell);
            }
            svg.text((start + x) / 2, y + 38, "middle", Palette.MUTED, ref.model());
            x += cell * 0.6;
        }
        return svg.toString();
    }

    private static double block(Svg svg, Chain chain, int from, int to, int set, double x, double y, double cell) {
        for (int i = from; i < to; i++) {
            Layer layer = chain.layers().get(i);
            svg.rect(x, y, Math.max(cell - 1, 1), 22, Palette.of(set), String.format(Locale.ROOT, "%s layer %d: %s, %s parameters, %s FLOPs",
                    chain.model(), i, layer.name(), Figures.si(layer.parameters()), Figures.si(layer.flops())));
            x += cell;
        }
        return x;
    }

    private static int setOf(Partition.Cuts cuts, int layer) {
        int block = 0;
        while (cuts.boundaries().get(block + 1) <= layer) {
            block++;
        }
        return cuts.sets().get(block);
    }

    private static int index(List<Chain> chains, String model) {
        for (int i = 0; i < chains.size(); i++) {
            if (chains.get(i).model().equals(model)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no model " + model);
    }
}
