package dev.reassembly.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvenCutsTest {
    private static List<Integer> boundaries(int blocks, Long... sizes) {
        return EvenCuts.of(List.of("m"), List.of(List.of(sizes)), blocks).models().get(0).boundaries();
    }

    @Test
    void boundariesLieNearestToEqualShares() {
        // Sums 0 4 5 6 8 12; thirds of 12 are 4 and 8.
        assertThat(boundaries(3, 4L, 1L, 1L, 2L, 4L)).containsExactly(0, 1, 4, 5);
        // Sums 0 1 3 4; half of 4 lies between 1 and 3: the earlier.
        assertThat(boundaries(2, 1L, 2L, 1L)).containsExactly(0, 1, 3);
        // One layer has all: every block gets a layer nevertheless.
        assertThat(boundaries(3, 0L, 0L, 0L, 9L)).containsExactly(0, 1, 2, 4);
        assertThat(boundaries(3, 9L, 0L, 0L, 0L)).containsExactly(0, 1, 2, 4);
        assertThat(boundaries(3, 5L, 6L, 7L)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void blockKOfEveryModelIsInSetK() {
        Partition even = EvenCuts.of(List.of("a", "b"), List.of(List.of(1L, 1L, 1L, 1L), List.of(1L, 1L, 8L)), 2);
        assertThat(even.models()).containsExactly(new Partition.Cuts("a", List.of(0, 2, 4), List.of(0, 1)),
                new Partition.Cuts("b", List.of(0, 2, 3), List.of(0, 1)));
        assertThat(even.anchors()).containsExactly(new Partition.Block(0, 0), new Partition.Block(0, 1));
    }

    /** Against all ways to cut, in whole numbers: boundary 1 as near as can be, then boundary 2, and so on, the earlier of equally near ones. */
    @Test
    void areTheFirstOfAllWaysToCut() {
        Random random = new Random(5);
        for (int round = 0; round < 400; round++) {
            int layers = 2 + random.nextInt(9);
            int blocks = 2 + random.nextInt(Math.min(4, layers - 1));
            boolean large = random.nextBoolean();
            Long[] sizes = IntStream.range(0, layers).mapToObj(i -> large ? random.nextLong(1L << 40) : random.nextLong(4)).toArray(Long[]::new);
            List<Integer> best = null;
            for (List<Integer> way : ways(layers, blocks, List.of(0))) {
                best = best == null || before(way, best, sizes, blocks) ? way : best;
            }
            assertThat(boundaries(blocks, sizes)).as("%s in %d", List.of(sizes), blocks).isEqualTo(best);
        }
    }

    /** Every way to go on, in lexicographic order. */
    private static List<List<Integer>> ways(int layers, int blocks, List<Integer> begun) {
        List<List<Integer>> ways = new ArrayList<>();
        boolean last = begun.size() == blocks;
        for (int next = begun.get(begun.size() - 1) + 1; next <= layers; next++) {
            if (!last || next == layers) {
                List<Integer> more = new ArrayList<>(begun);
                more.add(next);
                ways.addAll(last ? List.of(more) : ways(layers, blocks, more));
            }
        }
        return ways;
    }

    private static boolean before(List<Integer> one, List<Integer> other, Long[] sizes, int blocks) {
        for (int k = 1; k < blocks; k++) {
            int compared = Long.compare(distance(one.get(k), k, sizes, blocks), distance(other.get(k), k, sizes, blocks));
            compared = compared != 0 ? compared : Integer.compare(one.get(k), other.get(k));
            if (compared != 0) {
                return compared < 0;
            }
        }
        return false;
    }

    /** K times the distance of a sum from k/K of the whole. */
    private static long distance(int at, int k, Long[] sizes, int blocks) {
        long sum = 0;
        long whole = 0;
        for (int i = 0; i < sizes.length; i++) {
            sum += i < at ? sizes[i] : 0;
            whole += sizes[i];
        }
        return Math.abs(sum * blocks - whole * k);
    }

    @Test
    void fewerLayersThanBlocksAreRefused() {
        assertThatThrownBy(() -> boundaries(3, 1L, 1L)).isInstanceOf(IllegalArgumentException.class).hasMessage("2 layers for 3 blocks");
    }
}
