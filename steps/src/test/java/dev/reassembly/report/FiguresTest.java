package dev.reassembly.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void plainNumbersHaveFourDecimalsAtMost() {
        assertThat(Figures.plain(0.123456)).isEqualTo("0.1235");
        assertThat(Figures.plain(1200)).isEqualTo("1200");
        assertThat(Figures.plain(-0.5)).isEqualTo("-0.5");
    }

    /** Naswot is negative infinity when a minibatch holds a sample twice. */
    @Test
    void aProxyWithoutAFiniteValueIsPrintedToo() {
        assertThat(Figures.plain(Double.NEGATIVE_INFINITY)).isEqualTo("-infinite");
        assertThat(Figures.plain(Double.POSITIVE_INFINITY)).isEqualTo("infinite");
        assertThat(Figures.plain(Double.NaN)).isEqualTo("undefined");
    }
}
