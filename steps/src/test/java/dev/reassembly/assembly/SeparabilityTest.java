package dev.reassembly.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeparabilityTest {
    private static final int[] LABELS = ProxyDraws.labels(new Random(1), 60, 3);

    @Test
    void isThatOfProbeAndLogMe() {
        float[] features = ProxyDraws.normal(new Random(2), 60 * 4);
        assertThat(Separability.score(features, 4, LABELS, 3)).containsExactly(
                new ProxyScore("probe-behind-stitch", LinearProbe.accuracy(features, 4, LABELS, 5, 3)),
                new ProxyScore("logme-behind-stitch", LogMe.score(features, 4, LABELS).value()));
    }

    @Test
    void isNoneForFeaturesThatTellNothing() {
        float[] constant = new float[60 * 4];
        Arrays.fill(constant, 7);
        assertThat(Separability.score(constant, 4, LABELS, 3)).isEmpty();
        float[] broken = ProxyDraws.normal(new Random(2), 60 * 4);
        broken[11] = Float.NaN;
        assertThat(Separability.score(broken, 4, LABELS, 3)).isEmpty();
        assertThat(Separability.score(ProxyDraws.normal(new Random(2), 3 * 4), 4, new int[] {0, 1, 2}, 3)).isEmpty();
    }
}
