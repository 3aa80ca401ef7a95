package dev.reassembly.assembly;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** What a budget may bound. */
public enum Resource {
    PARAMETERS, FLOPS, LATENCY, MEMORY;

    /** The name of the field in the budget. */
    public String field() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For messages, such as {@code 24.1 M}. Units are those of {@link BudgetBounds#units}. */
    String show(long units, RoundingMode rounding) {
        return switch (this) {
            case PARAMETERS, FLOPS -> Quantities.showCount(units, rounding);
            case LATENCY -> Quantities.showMilliseconds(BigDecimal.valueOf(units, 6), rounding);
            case MEMORY -> Quantities.showBytes(units, rounding);
        };
    }
}
