package dev.reassembly.assembly;

import dev.reassembly.failure.InvalidInputException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts as users write them in a budget, and as messages show them. */
public final class Quantities {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,3})?)([A-Za-z]*)");
    private static final List<Unit> COUNT = List.of(new Unit("", "1"), new Unit("k", "1e3"), new Unit("M", "1e6"),
            new Unit("G", "1e9"), new Unit("T", "1e12"));
    private static final List<Unit> MILLISECONDS = List.of(new Unit("us", "1e-3"), new Unit("ms", "1"), new Unit("s", "1e3"));
    private static final List<Unit> BYTES =
            List.of(new Unit("Ki", "1024"), new Unit("Mi", "1048576"), new Unit("Gi", "1073741824"));

    private record Unit(String suffix, BigDecimal size) {
        Unit(String suffix, String size) {
            this(suffix, new BigDecimal(size));
        }
    }

    private Quantities() {}

    /**
     * A count with a decimal SI suffix, rounded down: {@code 28M} is 28,000,000.
     *
     * @throws InvalidInputException naming {@code field}, if the text is no such count or nothing above zero
     */
    public static long count(String field, String text) {
        return positive(field, text, COUNT, "28M or 1.2G").setScale(0, RoundingMode.DOWN).longValueExact();
    }

    /** Milliseconds from a text such as {@code 20ms}, {@code 800us} or {@code 0.5s}; errors as in {@link #count}. */
    public static double milliseconds(String field, String text) {
        return positive(field, text, MILLISECONDS, "20ms").doubleValue();
    }

    /** Bytes from a text with a binary suffix, such as {@code 200Mi}, rounded down; errors as in {@link #count}. */
    public static long bytes(String field, String text) {
        return positive(field, text, BYTES, "200Mi").setScale(0, RoundingMode.DOWN).longValueExact();
    }

    static String showCount(long count, RoundingMode rounding) {
        return show(BigDecimal.valueOf(count), COUNT, rounding, "");
    }

    static String showMilliseconds(BigDecimal milliseconds, RoundingMode rounding) {
        return show(milliseconds, MILLISECONDS, rounding, "");
    }

    static String showBytes(long bytes, RoundingMode rounding) {
        return show(BigDecimal.valueOf(bytes), BYTES, rounding, "B");
    }

    private static BigDecimal positive(String field, String text, List<Unit> units, String example) {
        Matcher matcher = FORM.matcher(text.strip());
        if (matcher.matches()) {
            for (Unit unit : units) {
                if (unit.suffix.equals(matcher.group(2))) {
                    BigDecimal value = new BigDecimal(matcher.group(1)).multiply(unit.size);
                    if (value.signum() > 0) {
                        return value;
                    }
                    throw new InvalidInputException(field,
                            "'" + text + "' found, more than zero is needed, for example " + example);
                }
            }
        }
        String suffixes = String.join(", ", units.stream().map(unit -> unit.suffix.isEmpty() ? "none" : unit.suffix).toList());
        throw new InvalidInputException(field, "'" + text + "' found, a number with at most three decimals and one of the"
                + " suffixes " + suffixes + " is allowed, for example " + example);
    }

    private static String show(BigDecimal value, List<Unit> units, RoundingMode rounding, String name) {
        Unit unit = units.get(0);
        for (Unit larger : units) {
            if (value.compareTo(larger.size) >= 0) {
                unit = larger;
            }
        }
        boolean whole = unit.suffix.isEmpty();
        String number = value.divide(unit.size, whole ? 0 : 1, rounding).toPlainString();
        return whole ? number : number + " " + unit.suffix + name;
    }
}
