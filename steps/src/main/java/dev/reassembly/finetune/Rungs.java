package dev.reassembly.finetune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Successive halving (Jamieson and Talwalkar 2016): every round trains its candidates about twice as far as the round before
 * and hands the better half on, so that each round costs about the same.
 *
 * <p>A candidate that goes on continues its own training: the learning rate follows the schedule of the full number of
 * epochs from the first step, so a finalist's training is the very one it would have been without halving. Candidates are
 * therefore compared while their learning rate is still high, all at the same point of the same schedule.
 */
public final class Rungs {
    private Rungs() {}

    /**
     * The rounds. Round r of R ends at epoch floor(epochs / 2^(R-r)); rounds that would end at the same epoch, or before
     * the first one, are one round, and there are no more rounds than it takes to leave one candidate, plus one.
     *
     * @param candidates at least 1
     * @param largest size of the largest field that is trained by the same rounds, at least {@code candidates}: it says when they end
     * @param epochs epochs of a finalist, at least 1
     * @param rungs most rounds, at least 1
     */
    public static List<Rung> plan(int candidates, int largest, int epochs, int rungs) {
        if (candidates < 1 || largest < candidates || epochs < 1 || rungs < 1) {
            throw new IllegalArgumentException("halving needs candidates, epochs and rounds, not " + candidates + ", " + epochs
                    + " and " + rungs);
        }
        int useful = Math.min(rungs, 1 + Integer.SIZE - Integer.numberOfLeadingZeros(largest - 1));
        List<Rung> plan = new ArrayList<>();
        int left = candidates;
        for (int r = 1; r <= useful; r++) {
            int until = epochs >> Math.min(useful - r, Integer.SIZE - 1);
            if (until > (plan.isEmpty() ? 0 : plan.get(plan.size() - 1).epochsUntil())) {
                plan.add(new Rung(until, left));
                left = (left + 1) / 2;
            }
        }
        return plan;
    }

    /**
     * The names of the best {@code n} candidates by their best validation metric so far, best first; ties go by name.
     *
     * @param n at most the number of results
     */
    public static List<String> survivors(List<FineTuneResult> results, int n) {
        return results.stream()
                .sorted(Comparator.comparingDouble(FineTuneResult::bestMetric).reversed()
                        .thenComparing(FineTuneResult::candidate))
                .limit(n).map(FineTuneResult::candidate).toList();
    }
}
