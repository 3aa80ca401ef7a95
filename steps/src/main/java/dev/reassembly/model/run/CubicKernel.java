package dev.reassembly.model.run;

/** Keys' cubic convolution kernel (1981). */
public final class CubicKernel {
    private CubicKernel() {}

    /** @param a slope at distance 1; -0.75 is what most libraries take */
    public static double weight(double distance, double a) {
        double d = Math.abs(distance);
        if (d <= 1) {
            return ((a + 2) * d - (a + 3)) * d * d + 1;
        }
        return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
    }
}
