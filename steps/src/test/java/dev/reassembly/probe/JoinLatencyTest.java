package dev.reassembly.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.compose.Stitch;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.Feature.Layout;
import org.junit.jupiter.api.Test;

class JoinLatencyTest {
    private final JoinLatency latency = new JoinLatency(Device.cpu(), 64);

    @Test
    void aStitchOverALargeMapTakesLongerThanOneOverASmallMap() {
        Feature small = new Feature(Layout.NCHW, 8, 4, 4, false);
        Feature large = new Feature(Layout.NCHW, 256, 56, 56, false);
        assertThat(latency.stitchMs(new Stitch(large, large, false)))
                .isGreaterThan(latency.stitchMs(new Stitch(small, small, false)));
        assertThat(latency.stitchMs(new Stitch(large, large, true))).isZero();
    }

    @Test
    void measuresEveryKindOfJoin() {
        Feature map = new Feature(Layout.NCHW, 16, 14, 14, false);
        Feature last = new Feature(Layout.NHWC, 12, 7, 7, false);
        Feature tokens = new Feature(Layout.TOKENS, 24, 50, 1, true);
        Feature vector = new Feature(Layout.VECTOR, 10, 1, 1, false);
        Feature text = new Feature(Layout.TOKENS, 32, -1, 1, false);
        Feature wide = new Feature(Layout.TOKENS, 48, -1, 1, false);
        for (Stitch stitch : new Stitch[] {new Stitch(map, last, false), new Stitch(map, tokens, false),
            new Stitch(tokens, map, false), new Stitch(last, vector, false), new Stitch(text, wide, false),
            new Stitch(text, vector, false)}) {
            assertThat(latency.stitchMs(stitch)).as(stitch.toString()).isPositive();
            assertThat(latency.stitchMs(stitch)).isEqualTo(latency.stitchMs(stitch)); // measured once
            assertThat(latency.headMs(stitch.to(), 3)).isPositive();
        }
        assertThatThrownBy(() -> latency.stitchMs(new Stitch(vector, map, false))).isInstanceOf(InvalidInputException.class);
    }
}
