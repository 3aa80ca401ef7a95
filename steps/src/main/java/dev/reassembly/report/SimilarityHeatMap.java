package dev.reassembly.report;

import dev.reassembly.model.cut.Chain;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * CKA of all cuts of the zoo, one pixel a pair, models apart by lines. A raster inside the SVG keeps the file small: a zoo
 * of 434 cuts has 188,356 pairs.
 */
final class SimilarityHeatMap {
    private static final double SIDE = 560;
    private static final double LEFT = 130;
    private static final double TOP = 20;
    // From white over blue to near black: lightness falls evenly, so that order is seen without colour too.
    private static final int[][] RAMP = {{255, 255, 255}, {198, 219, 239}, {107, 174, 214}, {33, 113, 181}, {8, 29, 88}};

    private SimilarityHeatMap() {}

    static String draw(float[][] similarity, List<Chain> chains) {
        int n = similarity.length;
        Svg svg = new Svg(LEFT + SIDE + 90, TOP + SIDE + 50, "Similarity of all cuts of the zoo (linear CKA)");
        svg.image(LEFT, TOP, SIDE, SIDE, png(similarity));
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

    private static String png(float[][] similarity) {
        int n = similarity.length;
        BufferedImage image = new BufferedImage(n, n, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < n; y++) {
            for (int x = 0; x < n; x++) {
                int[] c = colour(similarity[y][x]);
                image.setRGB(x, y, c[0] << 16 | c[1] << 8 | c[2]);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
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
