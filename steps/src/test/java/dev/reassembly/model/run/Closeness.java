package dev.reassembly.model.run;

import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Tensor;

/**
 * Whether a tensor is as the standard's tests expect it: type and shape the same, integers equal, floats within
 * {@code absolute + relative * |expected|}. Types that the engine lacks run as wider ones: floats of any width are one
 * type, and of integers the declared width counts.
 */
record Closeness(double relative, double absolute) {
    /** Two steps of the narrow types by their numbers' size: the expected values were rounded after every operation. */
    private static final double FLOAT16_STEPS = 0x1p-9;
    private static final double BFLOAT16_STEPS = 0x1p-6;
    private static final double LARGEST_FLOAT16 = 65504;

    /** What differs, or nothing. */
    String difference(Tensor found, Tensor expected) {
        Tensor wide = Widening.widen(expected);
        boolean floats = found.type().isFloating() && wide.type().isFloating();
        if (!floats && found.type() != wide.type()) {
            return "type " + found.type() + ", expected " + expected.type();
        }
        if (!found.shape().equals(expected.shape())) {
            return "shape " + found.shape() + ", expected " + expected.shape();
        }
        double[] a = Agreement.values(found);
        double[] b = Agreement.values(wide);
        for (int i = 0; i < a.length; i++) {
            double value = stored(a[i], expected.type());
            if (!(floats ? close(value, b[i], expected.type()) : value == b[i])) {
                return "element " + i + " is " + value + ", expected " + b[i];
            }
        }
        return "";
    }

    private boolean close(double found, double expected, ElementType type) {
        if (Double.isNaN(expected) || Double.isInfinite(expected)) {
            return Double.compare(found, expected) == 0;
        }
        double narrow = switch (type) {
            case FLOAT16 -> FLOAT16_STEPS;
            case BFLOAT16 -> BFLOAT16_STEPS;
            default -> 0;
        };
        return Math.abs(found - expected) <= absolute + Math.max(relative, narrow) * Math.abs(expected);
    }

    /** What is left of a value in the declared type: narrow integers wrap round, narrow floats become infinite. */
    private static double stored(double value, ElementType type) {
        return switch (type) {
            case UINT16 -> (long) value & 0xffff;
            case INT16 -> (short) (long) value;
            case UINT32 -> (long) value & 0xffffffffL;
            case FLOAT16 -> Math.abs(value) > LARGEST_FLOAT16 * (1 + 0x1p-12) ? Math.copySign(Double.POSITIVE_INFINITY, value) : value;
            default -> value;
        };
    }
}
