package dev.reassembly.data;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Draws examples so that every class keeps its share: class c with n_c of the n candidates gives count * n_c / n examples,
 * rounded by the largest-remainder rule (Hamilton apportionment), so at most one more or less than its exact share. Within a
 * class the examples with the smallest hashes are drawn, which makes the draw independent of their order.
 */
final class StratifiedDraw {
    private StratifiedDraw() {}

    /**
     * @param labels class of every example
     * @param hashes one pseudo-random number an example
     * @param candidate which examples (by index) may be drawn
     * @param count how many to draw; all candidates when there are fewer
     * @return whether each example is drawn
     */
    static boolean[] draw(int[] labels, int classes, long[] hashes, IntPredicate candidate, long count) {
        int[] available = new int[classes];
        int total = 0;
        for (int i = 0; i < labels.length; i++) {
            if (candidate.test(i)) {
                available[labels[i]]++;
                total++;
            }
        }
        int[] quota = apportion(available, total, (int) Math.min(count, total));
        long[] threshold = thresholds(labels, hashes, candidate, available, quota);
        boolean[] drawn = new boolean[labels.length];
        for (int i = 0; i < labels.length; i++) {
            int c = labels[i];
            if (candidate.test(i) && quota[c] > 0 && hashes[i] <= threshold[c]) {
                drawn[i] = true;
                quota[c]--;
            }
        }
        return drawn;
    }

    static int[] apportion(int[] available, int total, int count) {
        int[] quota = new int[available.length];
        long[] remainder = new long[available.length];
        int left = count;
        for (int c = 0; c < available.length && total > 0; c++) {
            long share = (long) available[c] * count;
            quota[c] = (int) (share / total);
            remainder[c] = share % total;
            left -= quota[c];
        }
        for (; left > 0; left--) {
            int best = 0;
            for (int c = 1; c < remainder.length; c++) {
                best = remainder[c] > remainder[best] ? c : best;
            }
            quota[best]++;
            remainder[best] = -1;
        }
        return quota;
    }

    /** The hash of the last example to be drawn of each class. */
    private static long[] thresholds(int[] labels, long[] hashes, IntPredicate candidate, int[] available, int[] quota) {
        int[] start = new int[available.length + 1];
        for (int c = 0; c < available.length; c++) {
            start[c + 1] = start[c] + available[c];
        }
        long[] byClass = new long[start[available.length]];
        int[] next = start.clone();
        for (int i = 0; i < labels.length; i++) {
            if (candidate.test(i)) {
                byClass[next[labels[i]]++] = hashes[i];
            }
        }
        long[] threshold = new long[available.length];
        for (int c = 0; c < available.length; c++) {
            if (quota[c] > 0) {
                Arrays.sort(byClass, start[c], start[c + 1]);
                threshold[c] = byClass[start[c] + quota[c] - 1];
            }
        }
        return threshold;
    }
}
