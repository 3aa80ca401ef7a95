package dev.reassembly.assembly;

import dev.reassembly.model.compose.BlockRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Chooses which assemblies of a pool are worth building and training. */
public final class AssemblySelection {
    private AssemblySelection() {}

    /**
     * The best of the pool, then again and again the one farthest from all chosen so far, that is, whose nearest chosen one is
     * farthest away. Distances are Euclidean in (score, log FLOPs, log parameters), each scaled to its range in the pool.
     * Candidates are taken from the Pareto front (more score, fewer FLOPs, fewer parameters) while it lasts, then from the front
     * of what is left, and so on. Assemblies whose sequence of models is the same as a chosen one's, such as two that differ by
     * one boundary, wait until no others are left.
     *
     * @param pool best first
     * @param count m; fewer are returned only when the pool is smaller
     * @return in the order of choice
     */
    public static List<Assembly> diverse(List<Assembly> pool, int count) {
        List<Assembly> chosen = new ArrayList<>();
        List<Assembly> left = new ArrayList<>(pool);
        double[][] range = range(pool);
        List<List<Assembly>> fronts = fronts(pool);
        while (chosen.size() < count && !left.isEmpty()) {
            Assembly next = chosen.isEmpty() ? left.get(0) : farthest(candidates(left, chosen, fronts), chosen, range);
            chosen.add(next);
            left.remove(next);
        }
        return List.copyOf(chosen);
    }

    /**
     * The first ones of a list, passing over those whose sequence of models an earlier one has; these come last, where others don't suffice.
     *
     * @param ordered best first
     * @param count fewer are returned only when the list is shorter
     */
    public static List<Assembly> distinct(List<Assembly> ordered, int count) {
        Set<List<String>> taken = new HashSet<>();
        List<Assembly> first = new ArrayList<>();
        List<Assembly> again = new ArrayList<>();
        ordered.forEach(assembly -> (taken.add(models(assembly)) ? first : again).add(assembly));
        first.addAll(again);
        return List.copyOf(first.subList(0, Math.min(count, first.size())));
    }

    private static List<Assembly> candidates(List<Assembly> left, List<Assembly> chosen, List<List<Assembly>> fronts) {
        List<List<String>> taken = chosen.stream().map(AssemblySelection::models).toList();
        List<Assembly> others = left.stream().filter(assembly -> !taken.contains(models(assembly))).toList();
        List<Assembly> from = others.isEmpty() ? left : others;
        return fronts.stream().map(front -> front.stream().filter(from::contains).toList()).filter(front -> !front.isEmpty())
                .findFirst().orElseThrow();
    }

    /** The Pareto front, the front of what is left without it, and so on. */
    private static List<List<Assembly>> fronts(List<Assembly> pool) {
        List<List<Assembly>> fronts = new ArrayList<>();
        List<Assembly> left = new ArrayList<>(pool);
        while (!left.isEmpty()) {
            List<Assembly> all = List.copyOf(left);
            List<Assembly> front = all.stream().filter(one -> all.stream().noneMatch(other -> dominates(other, one))).toList();
            fronts.add(front);
            left.removeAll(front);
        }
        return fronts;
    }

    private static Assembly farthest(List<Assembly> candidates, List<Assembly> chosen, double[][] range) {
        Assembly best = null;
        double most = -1;
        for (Assembly candidate : candidates) {
            double nearest = chosen.stream().mapToDouble(other -> distance(candidate, other, range)).min().orElseThrow();
            if (nearest > most) {
                most = nearest;
                best = candidate;
            }
        }
        return best;
    }

    private static List<String> models(Assembly assembly) {
        return assembly.blocks().stream().map(BlockRef::model).toList();
    }

    private static boolean dominates(Assembly a, Assembly b) {
        boolean notWorse = a.score() >= b.score() && a.flops() <= b.flops() && a.parameters() <= b.parameters();
        return notWorse && (a.score() > b.score() || a.flops() < b.flops() || a.parameters() < b.parameters());
    }

    private static double distance(Assembly a, Assembly b, double[][] range) {
        double[] p = point(a);
        double[] q = point(b);
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            double span = range[1][i] - range[0][i];
            double difference = span > 0 ? (p[i] - q[i]) / span : 0;
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    private static double[][] range(List<Assembly> pool) {
        double[][] range = {{Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE},
            {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE}};
        for (Assembly assembly : pool) {
            double[] point = point(assembly);
            for (int i = 0; i < point.length; i++) {
                range[0][i] = Math.min(range[0][i], point[i]);
                range[1][i] = Math.max(range[1][i], point[i]);
            }
        }
        return range;
    }

    private static double[] point(Assembly assembly) {
        return new double[] {assembly.score(), Math.log1p(assembly.flops()), Math.log1p(assembly.parameters())};
    }
}
