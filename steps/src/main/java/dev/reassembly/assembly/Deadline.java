package dev.reassembly.assembly;

/** When a search must end. */
record Deadline(long start, double seconds) {
    static Deadline in(double seconds) {
        return new Deadline(System.nanoTime(), seconds);
    }

    double elapsed() {
        return (System.nanoTime() - start) / 1e9;
    }

    double left() {
        return seconds - elapsed();
    }

    boolean passed() {
        return left() <= 0;
    }
}
