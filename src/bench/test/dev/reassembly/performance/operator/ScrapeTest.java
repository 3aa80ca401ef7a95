package dev.reassembly.performance.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScrapeTest {
    private static final String TEXT = """
            # TYPE requests_total counter
            requests_total{verb="POST",path="a \\"b\\", c"} 3
            requests_total{verb="PUT",path="d"} 4.0
            requests_total_created{verb="POST"} 1.7e9
            up 1
            took_seconds_bucket{c="x",le="0.01"} 50
            took_seconds_bucket{c="x",le="0.02"} 90
            took_seconds_bucket{c="x",le="0.05"} 100
            took_seconds_bucket{c="x",le="+Inf"} 100
            took_seconds_bucket{c="y",le="0.01"} 0
            took_seconds_bucket{c="y",le="0.02"} 0
            took_seconds_bucket{c="y",le="0.05"} 0
            took_seconds_bucket{c="y",le="+Inf"} 100
            """;

    @Test
    void sumsTheSamplesOfOneName() {
        Scrape scrape = new Scrape(TEXT);
        assertThat(scrape.sum("requests_total", labels -> true)).isEqualTo(7);
        assertThat(scrape.sum("requests_total", labels -> labels.get("path").equals("a \\\"b\\\", c"))).isEqualTo(3);
        assertThat(scrape.sum("up", labels -> labels.isEmpty())).isEqualTo(1);
        assertThat(scrape.sum("missing", labels -> true)).isZero();
    }

    /** By hand, as Prometheus documents histogram_quantile: both series are added; 200 in all, 100 of them beyond the last bound. */
    @Test
    void interpolatesQuantilesWithinTheirBucket() {
        Scrape scrape = new Scrape(TEXT);
        assertThat(scrape.quantile("took_seconds", 0.1)).isCloseTo(0.01 * 20 / 50, within(1e-12));
        assertThat(scrape.quantile("took_seconds", 0.35)).isCloseTo(0.01 + 0.01 * 20 / 40, within(1e-12));
        assertThat(scrape.quantile("took_seconds", 0.5)).isCloseTo(0.05, within(1e-12));
        assertThat(scrape.quantile("took_seconds", 0.99)).isEqualTo(0.05);
        assertThat(scrape.quantile("missing", 0.99)).isNaN();
    }
}
