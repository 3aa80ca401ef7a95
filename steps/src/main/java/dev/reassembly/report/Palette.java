package dev.reassembly.report;

/** Colours that stay apart for readers who see colours differently (Okabe and Ito 2008), then darker repeats. */
final class Palette {
    static final String INK = "#1f2933";
    static final String MUTED = "#7b8794";
    static final String RULE = "#d9dee4";
    static final String ACCENT = "#d55e00";
    private static final String[] SETS = {"#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#999999",
        "#004a75", "#a37000", "#006b4e", "#8f5174", "#2f7fb0", "#8f3f00", "#a89e20", "#5c5c5c"};

    private Palette() {}

    static String of(int index) {
        return SETS[index % SETS.length];
    }
}
