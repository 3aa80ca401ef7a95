package dev.reassembly.report;

import dev.reassembly.model.cut.Chain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * CKA of all cuts of the zoo, one cell a pair, models apart by lines. A zoo of 434 cuts has 188,356 pairs, so that a large one is drawn
 * coarser, neighbouring pairs averaged. The cells are paths and not a raster, which Argo's content policy would not show.
 */
final class SimilarityHeatMap {
    private static final double SIDE = 560;
    private static final double LEFT = 130;
    private static final double TOP = 20;
    private static final int MOST_CELLS = 160;
    private static final int SHADES = 40;
    // From white over blue to near black: lightness falls evenly, so that order is seen without colour too.
    private static final int[][] RAMP = {{255, 255, 255}, {198, 219, 239}, {107, 174, 214}, {33, 113, 181}, {8, 29, 88}};

    private SimilarityHeatMap() {}

    static String draw(float[][] similarity, List<Chain> chains) {
        int n = similarity.length;
        Svg svg = new Svg(LEFT + SIDE + 90, TOP + SIDE + 50, "Similarity of all cuts of the zoo (linear CKA)");
        double[][] cells = cells(similarity);
        svg.grid(LEFT, TOP, SIDE / cells.length, shades(cells));
        int offset = 0;
        for (Chain chain : chains) {
            int cuts = chain.cuts().size();
            double start = SIDE * offset / n;
            double middle = SIDE * (offset + cuts / 2.0) / n;
            svg.line(LEFT, TOP + start, LEFT + SIDE, TOP + start, Palette.ACCENT, 0.8, "");
            svg.line(LEFT + start, TOP, LEFT + start, TOP + SIDE, Palette.ACCENT, 0.8, "");
            svg.text(LEFT - 8, TOP + middle + 4, "end", Palette.INK, chain.model());
            svg.text(LEFT + middle, TOP + SIDE + 18, chains.size() > 5 ? "end" : "middle", Palette.INK, chains.size() > 5 ? -30 : 0,
                    chain.model());
            offset += cuts;
        }
        double barX = LEFT + SIDE + 20;
        for (int i = 0; i < 100; i++) {
            svg.rect(barX, TOP + 2 * i, 14, 2.1, hex(1 - i / 99.0), "");
        }
        svg.text(barX + 20, TOP + 10, "start", Palette.INK, "1").text(barX + 20, TOP + 105, "start", Palette.INK, "0.5")
                .text(barX + 20, TOP + 200, "start", Palette.INK, "0");
        return svg.toString();
    }

    /** @return at most {@link #MOST_CELLS} to a side */
    private static double[][] cells(float[][] similarity) {
        int n = similarity.length;
        int side = Math.min(n, MOST_CELLS);
        double[][] cells = new double[side][side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                cells[y][x] = mean(similarity, y * n / side, (y + 1) * n / side, x * n / side, (x + 1) * n / side);
            }
        }
        return cells;
    }

    private static double mean(float[][] similarity, int top, int bottom, int left, int right) {
        double sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                sum += similarity[y][x];
            }
        }
        return sum / ((bottom - top) * (right - left));
    }

    /** One path for each shade, in which equal neighbours of a row are one rectangle; white is left out. */
    private static Map<String, String> shades(double[][] cells) {
        Map<Integer, StringBuilder> paths = new TreeMap<>();
        for (int y = 0; y < cells.length; y++) {
            for (int x = 0, next; x < cells.length; x = next) {
                int shade = shade(cells[y][x]);
                for (next = x + 1; next < cells.length && shade(cells[y][next]) == shade;) {
                    next++;
                }
                if (shade > 0) {
                    paths.computeIfAbsent(shade, any -> new StringBuilder()).append("M%d %dh%dv1h-%dz".formatted(x, y, next - x, next - x));
                }
            }
        }
        Map<String, String> byColour = new LinkedHashMap<>();
        paths.forEach((shade, path) -> byColour.put(hex((double) shade / SHADES), path.toString()));
        return byColour;
    }

    private static int shade(double value) {
        return (int) Math.round(Math.min(Math.max(value, 0), 1) * SHADES);
    }

    private static int[] colour(double value) {
        double scaled = Math.min(Math.max(value, 0), 1) * (RAMP.length - 1);
        int low = Math.min((int) scaled, RAMP.length - 2);
        int[] colour = new int[3];
        for (int c = 0; c < 3; c++) {
            colour[c] = (int) Math.round(RAMP[low][c] + (scaled - low) * (RAMP[low + 1][c] - RAMP[low][c]));
        }
        return colour;
    }

    private static String hex(double value) {
        int[] c = colour(value);
        return String.format("#%02x%02x%02x", c[0], c[1], c[2]);
    }
}
