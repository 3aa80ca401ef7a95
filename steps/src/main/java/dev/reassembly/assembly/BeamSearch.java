package dev.reassembly.assembly;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Finds good paths fast, without a proof: grows partial paths block by block and keeps those whose best completion promises most.
 * What the cheapest completion cannot bring within the budget is dropped.
 */
final class BeamSearch {
    private final PathGraph graph;
    private final SetStates states;
    private final Relaxation relaxation;
    private final PathBounds promise;
    private final Map<Resource, PathBounds> cheapest = new EnumMap<>(Resource.class);
    private final int width;

    private record Partial(Partial before, int block, long usedSets, int state, double mixed, double parameters, double flops,
            double nanoseconds, long peak, double rank) {}

    BeamSearch(PathGraph graph, SetStates states, Relaxation relaxation, int width) {
        this.graph = graph;
        this.states = states;
        this.relaxation = relaxation;
        this.promise = new PathBounds(graph, relaxation.weights(), states);
        this.width = width;
        graph.costs.forEach((resource, cost) -> cheapest.put(resource, new PathBounds(graph, cost.times(-1), states)));
    }

    /** Paths within the budget that combine at least two models; at most {@code width} of them, in no order. */
    List<int[]> find() {
        PriorityQueue<Partial> beam = queue();
        for (int b = 0; b < graph.blocks; b++) {
            if (graph.stem[b]) {
                offer(beam, null, b, 0);
            }
        }
        for (int i = 1; i < graph.sets; i++) {
            PriorityQueue<Partial> next = queue();
            for (Partial partial : beam) {
                for (int c = 0; c < graph.blocks; c++) {
                    if (graph.open[partial.block][c] && (partial.usedSets & 1L << graph.set[c]) == 0) {
                        offer(next, partial, c, partial.usedSets);
                    }
                }
            }
            beam = next;
        }
        List<int[]> paths = new ArrayList<>();
        for (Partial last : beam) {
            int[] path = new int[graph.sets];
            Partial partial = last;
            for (int i = path.length - 1; i >= 0; i--) {
                path[i] = partial.block;
                partial = partial.before;
            }
            if (graph.mixed(path) && graph.fits(path)) {
                paths.add(path);
            }
        }
        return paths;
    }

    private static PriorityQueue<Partial> queue() {
        return new PriorityQueue<>(Comparator.comparingDouble(Partial::rank));
    }

    private void offer(PriorityQueue<Partial> queue, Partial before, int block, long usedSets) {
        int state = before == null ? states.only(graph.set[block]) : states.with(before.state, graph.set[block]);
        double mixed = grown(relaxation.weights(), before == null ? 0 : before.mixed, before, block);
        double rank = mixed + promise.completion(block, state);
        if (rank == Double.NEGATIVE_INFINITY || queue.size() == width && rank <= queue.peek().rank) {
            return;
        }
        double parameters = grown(graph.costs.get(Resource.PARAMETERS), before == null ? 0 : before.parameters, before, block);
        double flops = grown(graph.costs.get(Resource.FLOPS), before == null ? 0 : before.flops, before, block);
        double time = grown(graph.costs.get(Resource.LATENCY), before == null ? 0 : before.nanoseconds, before, block);
        long peak = before == null ? graph.activation[block] : Math.max(before.peak, graph.peak(before.block, block));
        if (least(Resource.PARAMETERS, parameters, block, state) > graph.budget.units(Resource.PARAMETERS)
                || least(Resource.FLOPS, flops, block, state) > graph.budget.units(Resource.FLOPS)
                || least(Resource.LATENCY, time, block, state) > graph.budget.units(Resource.LATENCY)
                || Evaluation.WEIGHT_BYTES * least(Resource.PARAMETERS, parameters, block, state) + peak
                        > graph.budget.units(Resource.MEMORY)) {
            return;
        }
        long used = usedSets | 1L << graph.set[block];
        queue.add(new Partial(before, block, used, state, mixed, parameters, flops, time, peak, rank));
        if (queue.size() > width) {
            queue.poll();
        }
    }

    private static double grown(Weights weights, double sum, Partial before, int block) {
        return before == null ? weights.entry()[block] : sum + weights.arc()[before.block][block];
    }

    private double least(Resource resource, double spent, int block, int state) {
        return spent - cheapest.get(resource).completion(block, state);
    }
}
