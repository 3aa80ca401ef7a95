package dev.reassembly.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class StratifiedDrawTest {
    @Property(tries = 300)
    void drawsTheCountAndEveryClassItsShareWithinOne(@ForAll @Size(min = 1, max = 200) int[] raw,
            @ForAll @IntRange(max = 250) int count, @ForAll long seed) {
        int[] labels = IntStream.of(raw).map(value -> Math.floorMod(value, 4)).toArray();
        long[] hashes = IntStream.range(0, labels.length).mapToLong(i -> StableHash.mix(seed, i)).toArray();
        boolean[] candidate = new boolean[labels.length];
        IntStream.range(0, labels.length).forEach(i -> candidate[i] = StableHash.mix(seed + 1, i) % 3 != 0);
        long total = IntStream.range(0, labels.length).filter(i -> candidate[i]).count();

        boolean[] drawn = StratifiedDraw.draw(labels, 4, hashes, i -> candidate[i], count);

        assertThat(IntStream.range(0, labels.length).filter(i -> drawn[i]).count()).isEqualTo(Math.min(count, total));
        for (int c = 0; c < 4; c++) {
            int label = c;
            long of = IntStream.range(0, labels.length).filter(i -> candidate[i] && labels[i] == label).count();
            long got = IntStream.range(0, labels.length).filter(i -> drawn[i] && labels[i] == label).count();
            double share = total == 0 ? 0 : (double) of * Math.min(count, total) / total;
            assertThat(Math.abs(got - share)).isLessThan(1);
        }
        for (int i = 0; i < labels.length; i++) {
            assertThat(drawn[i] && !candidate[i]).isFalse();
            for (int j = 0; j < i; j++) {
                // Within a class no example is left out while one of a larger hash is drawn.
                boolean unfair = labels[i] == labels[j] && candidate[i] && candidate[j] && drawn[i] != drawn[j]
                        && drawn[i] != hashes[i] < hashes[j];
                assertThat(unfair).isFalse();
            }
        }
    }
}
