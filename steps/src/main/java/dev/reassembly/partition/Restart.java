package dev.reassembly.partition;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One climb from a random start to a local optimum of J.
 *
 * <p>Each iteration first cuts all models with no regard to where the anchors' own blocks end up, then moves the anchors to the
 * medoids. That can lower J, when an anchor's own block is cut apart; the step is then done again with the anchors' blocks kept,
 * where neither half can lower J. An iteration that raises J by neither way, or changes nothing, ends the climb, so J never falls.
 */
final class Restart {
    private static final double GAIN = 1e-12;

    /** @param trace J at the start and after each iteration */
    record Climb(PartitionState state, List<Double> trace) {}

    private Restart() {}

    /**
     * One restart of a solver. Exact cuts climb twice from the same start: at once, and on from where local moves stop; the
     * better optimum is kept, so that they never end below the local moves.
     */
    static Climb run(BlockSpace space, Solver solver, long seed) {
        PartitionState start = start(space, new SplittableRandom(seed));
        Climb climb = climb(start, ChainCutter.of(solver));
        if (solver == Solver.KERNIGHAN_LIN) {
            return climb;
        }
        Climb local = climb(start, ChainCutter.of(Solver.KERNIGHAN_LIN));
        Climb further = climb(local.state(), ChainCutter.of(solver));
        if (further.state().objective() <= climb.state().objective()) {
            return climb;
        }
        List<Double> trace = new ArrayList<>(local.trace());
        trace.addAll(further.trace().subList(1, further.trace().size()));
        return new Climb(further.state(), trace);
    }

    static Climb climb(PartitionState start, ChainCutter cutter) {
        PartitionState state = start;
        List<Double> trace = new ArrayList<>(List.of(state.objective()));
        while (true) {
            PartitionState next = state.improved(cutter, false);
            if (next.objective() <= state.objective() + GAIN && !next.cutLike(state)) {
                next = state.improved(cutter, true);
            }
            if (next.objective() <= state.objective() + GAIN) {
                return new Climb(state, trace);
            }
            state = next;
            trace.add(state.objective());
        }
    }

    /** Random cuts; anchors drawn one after the other, those unlike the ones before with greater odds (as in k-means++). */
    static PartitionState start(BlockSpace space, SplittableRandom random) {
        int[][] cuts = new int[space.models][];
        for (int m = 0; m < space.models; m++) {
            cuts[m] = space.randomCuts(m, random);
        }
        Anchors anchors = new Anchors(space.sets);
        double[][] closest = new double[space.models][space.sets];
        for (int set = 0; set < space.sets; set++) {
            int[] chosen = draw(space, cuts, anchors, set, closest, random);
            anchors.set(set, chosen[0], cuts[chosen[0]][chosen[1]], cuts[chosen[0]][chosen[1] + 1]);
        }
        Affinity affinity = new Affinity(space, anchors, true);
        int[][] sets = new int[space.models][space.sets];
        for (int m = 0; m < space.models; m++) {
            for (int k = 0; k < space.sets; k++) {
                sets[m][k] = affinity.set(m, k, cuts[m][k], cuts[m][k + 1]);
            }
        }
        return new PartitionState(space, cuts, sets, anchors);
    }

    private static int[] draw(BlockSpace space, int[][] cuts, Anchors anchors, int set, double[][] closest,
            SplittableRandom random) {
        List<int[]> candidates = new ArrayList<>();
        List<Double> odds = new ArrayList<>();
        double sum = 0;
        for (int m = 0; m < space.models; m++) {
            for (int k = 0; k < space.sets; k++) {
                if (set > 0) {
                    double last = space.similarity(m, cuts[m][k], cuts[m][k + 1], anchors.model()[set - 1],
                            anchors.from()[set - 1], anchors.to()[set - 1]);
                    closest[m][k] = set == 1 ? last : Math.max(closest[m][k], last);
                }
                boolean taken = false;
                for (int s = 0; s < set; s++) {
                    taken |= anchors.model()[s] == m && anchors.from()[s] == cuts[m][k];
                }
                if (!taken && space.membership.allows(k, set, space.sets)) {
                    double weight = set == 0 ? 1 : Math.max(1e-3, 2 - closest[m][k]);
                    candidates.add(new int[] {m, k});
                    odds.add(weight);
                    sum += weight;
                }
            }
        }
        double left = random.nextDouble() * sum;
        int index = 0;
        while (index < candidates.size() - 1 && left >= odds.get(index)) {
            left -= odds.get(index++);
        }
        return candidates.get(index);
    }
}
