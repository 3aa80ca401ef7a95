package dev.reassembly.performance;

/**
 * Random numbers that both sides of a row can compute: a number is a function of a seed and of what it is drawn for. peers/synthetic.py has the same.
 * The bits are mixed as SplitMix64 does (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
 */
record Draws(long seed) {
    /** In [0, 1). */
    double unit(int what, int i, int j) {
        long bits = mix(mix(mix(seed * 0x9E3779B97F4A7C15L + what) + i) + j);
        return (bits >>> 11) * 0x1p-53;
    }

    private static long mix(long z) {
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
