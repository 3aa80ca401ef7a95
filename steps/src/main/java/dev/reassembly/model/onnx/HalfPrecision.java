package dev.reassembly.model.onnx;

/** IEEE 754 binary16, which Java 17 has no conversion for. */
final class HalfPrecision {
    private HalfPrecision() {}

    /** The bits of the nearest half-precision number, ties to even; too large values become infinite. */
    static short bits(float value) {
        int bits = Float.floatToIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 65520f) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x1p-14f) {
            // Subnormal numbers are multiples of 2^-24; rint rounds ties to even.
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
        }
        int exponent = Math.getExponent(magnitude);
        // Mantissa in units of 2^-10; a carry into the next power of two falls out of the addition.
        int mantissa = (int) Math.rint(magnitude * Math.scalb(1.0, 10 - exponent)) - 1024;
        return (short) (sign | ((exponent + 15 << 10) + mantissa));
    }
}
