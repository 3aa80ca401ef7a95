package dev.reassembly.report;

import java.util.Locale;
import java.util.Map;

/** Writes one SVG picture. Numbers keep one decimal; text and attribute values are escaped. */
final class Svg {
    private final StringBuilder out = new StringBuilder();

    Svg(double width, double height, String title) {
        out.append(String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" "
                + "height=\"%.0f\" role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"12\">", width, height, width, height));
        out.append("<title>").append(escape(title)).append("</title>");
        // A background of its own, so that the picture can be read outside the page too.
        rect(0, 0, width, height, "#ffffff", "");
    }

    Svg rect(double x, double y, double width, double height, String fill, String tooltip) {
        out.append(String.format(Locale.ROOT, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"", x, y, width,
                height, fill));
        return end("rect", tooltip);
    }

    Svg line(double x1, double y1, double x2, double y2, String stroke, double width, String dashes) {
        out.append(String.format(Locale.ROOT, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%.1f\"%s/>",
                x1, y1, x2, y2, stroke, width, dashes.isEmpty() ? "" : " stroke-dasharray=\"" + dashes + "\""));
        return this;
    }

    Svg circle(double x, double y, double radius, String fill, String stroke, String tooltip) {
        out.append(String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\" stroke=\"%s\" stroke-width=\"1.5\"", x,
                y, radius, fill, stroke));
        return end("circle", tooltip);
    }

    Svg polyline(double[] xs, double[] ys, String stroke, double width, String dashes) {
        out.append("<polyline fill=\"none\" stroke=\"").append(stroke).append("\" stroke-width=\"").append(width).append('"');
        if (!dashes.isEmpty()) {
            out.append(" stroke-dasharray=\"").append(dashes).append('"');
        }
        out.append(" points=\"");
        for (int i = 0; i < xs.length; i++) {
            out.append(String.format(Locale.ROOT, "%.1f,%.1f ", xs[i], ys[i]));
        }
        out.append("\"/>");
        return this;
    }

    /** @param anchor {@code start}, {@code middle} or {@code end} */
    Svg text(double x, double y, String anchor, String fill, String text) {
        return text(x, y, anchor, fill, 0, text);
    }

    Svg text(double x, double y, String anchor, String fill, int rotation, String text) {
        out.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\"", x, y, anchor, fill));
        if (rotation != 0) {
            out.append(String.format(Locale.ROOT, " transform=\"rotate(%d %.1f %.1f)\"", rotation, x, y));
        }
        out.append('>').append(escape(text)).append("</text>");
        return this;
    }

    /** Larger text that starts at x. */
    Svg heading(double x, double y, String text) {
        out.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"18\" font-weight=\"600\" fill=\"%s\">%s</text>", x, y,
                Palette.INK, escape(text)));
        return this;
    }

    /**
     * Squares of a grid.
     *
     * @param cell side of a square
     * @param paths by fill, in units of a square
     */
    Svg grid(double x, double y, double cell, Map<String, String> paths) {
        out.append(String.format(Locale.ROOT, "<g transform=\"translate(%.1f %.1f) scale(%.4f)\" shape-rendering=\"crispEdges\">", x, y, cell));
        paths.forEach((fill, path) -> out.append("<path fill=\"").append(fill).append("\" d=\"").append(path).append("\"/>"));
        out.append("</g>");
        return this;
    }

    /** Another picture at this height. */
    Svg below(double y, Svg inner) {
        out.append(String.format(Locale.ROOT, "<g transform=\"translate(0 %.1f)\">", y)).append(inner).append("</g>");
        return this;
    }

    @Override
    public String toString() {
        return out + "</svg>";
    }

    private Svg end(String element, String tooltip) {
        if (tooltip.isEmpty()) {
            out.append("/>");
        } else {
            out.append("><title>").append(escape(tooltip)).append("</title></").append(element).append('>');
        }
        return this;
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }
}
