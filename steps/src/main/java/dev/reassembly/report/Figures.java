package dev.reassembly.report;

import dev.reassembly.model.cut.Feature;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers and shapes as the report prints them. */
public final class Figures {
    private static final String[] UNITS = {"", " k", " M", " G", " T"};

    private Figures() {}

    /** Three significant digits with a decimal SI unit, such as {@code 22.6 M}. */
    public static String si(double value) {
        int unit = 0;
        double scaled = value;
        while (scaled >= 999.5 && unit < UNITS.length - 1) {
            scaled /= 1000;
            unit++;
        }
        String digits = scaled >= 99.95 || unit == 0 ? "%.0f" : scaled >= 9.995 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, digits, scaled) + UNITS[unit];
    }

    /** Four decimals at most, no trailing zeros; a proxy may be infinite. */
    public static String plain(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "undefined" : value > 0 ? "infinite" : "-infinite";
        }
        return BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
    }

    public static String metric(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /** @param value null when the training diverged */
    public static String metricOrDiverged(Double value) {
        return value == null ? "diverged" : metric(value);
    }

    public static String ms(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f ms" : "%.1f ms", value);
    }

    /** What passes at a cut, without the batch, such as {@code 64 x 56 x 56 map}. */
    public static String shape(Feature f) {
        String height = f.height() < 0 ? "length" : String.valueOf(f.height());
        return switch (f.layout()) {
            case INPUT -> "input";
            case VECTOR -> f.channels() + " vector";
            case TOKENS -> height + " x " + f.channels() + " tokens";
            case NCHW, NHWC -> f.channels() + " x " + height + " x " + f.width() + " map";
        };
    }
}
