package dev.reassembly.assembly;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Folds of a cross-validation: disjoint lists of sample indices that together hold every sample. */
final class ProxyFolds {
    private ProxyFolds() {}

    /** Folds of nearly equal size in which each class is spread as evenly as it can be. */
    static List<int[]> stratified(int[] labels, int folds, long seed) {
        if (folds < 2 || folds > labels.length) {
            throw new IllegalArgumentException(folds + " folds of " + labels.length + " samples");
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(seed));
        order.sort((a, b) -> Integer.compare(labels[a], labels[b])); // stable: shuffled within a class
        List<int[]> result = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            int[] members = new int[(order.size() - fold + folds - 1) / folds];
            for (int i = 0; i < members.length; i++) {
                members[i] = order.get(fold + i * folds);
            }
            Arrays.sort(members);
            result.add(members);
        }
        return result;
    }

    /** Folds at random. */
    static List<int[]> random(int samples, int folds, long seed) {
        return stratified(new int[samples], folds, seed);
    }
}
