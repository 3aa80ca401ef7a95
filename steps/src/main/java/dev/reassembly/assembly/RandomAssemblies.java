package dev.reassembly.assembly;

import dev.reassembly.assembly.AssemblyProblem.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * Assemblies within the budget at random, whatever their score, to study scores on. A sequence of models is drawn first, uniformly
 * over those that hold at least two models, then one of its sequences of blocks, uniformly; so models with many blocks to choose from
 * come no more often. What repeats or does not fit is drawn again.
 */
public final class RandomAssemblies {
    /** Draws before spreading, for each assembly wanted. */
    private static final int POOL = 40;
    private static final int ATTEMPTS = 400;

    private final AssemblyProblem problem;
    private final SplittableRandom random;
    private final List<String> models;
    private final boolean[][] open;
    private final Map<List<Object>, Double> completions = new HashMap<>();

    RandomAssemblies(AssemblyProblem problem, long seed) {
        this.problem = problem;
        this.random = new SplittableRandom(seed);
        this.models = problem.blocks().stream().map(Block::model).distinct().toList();
        int blocks = problem.blocks().size();
        this.open = new boolean[blocks][blocks];
        for (int a = 0; a < blocks; a++) {
            for (int b = 0; b < blocks; b++) {
                open[a][b] = !problem.blocks().get(b).stem() && problem.blocks().get(a).set() != problem.blocks().get(b).set()
                        && problem.joint(a, b).allowed();
            }
        }
    }

    /**
     * Different assemblies, spread over the costs: between the cheapest and the dearest of a larger draw lie {@code count} ranges of
     * equal width on a logarithmic scale, and each gives one in turn while it has any. The cost is FLOPs, or parameters where only these
     * are bounded.
     *
     * @param count fewer come back only when no more were found
     * @return named {@code s01} and so on, cheapest first
     */
    public static List<Assembly> draw(AssemblyProblem problem, int count, long seed) {
        RandomAssemblies draw = new RandomAssemblies(problem, seed);
        boolean byParameters = problem.budget().flops() == null && problem.budget().parameters() != null;
        ToLongFunction<Assembly> cost = byParameters ? Assembly::parameters : Assembly::flops;
        List<Assembly> chosen = spread(draw.pool(count), count, cost);
        chosen.sort(Comparator.comparingLong(cost));
        String form = "s%0" + Math.max(2, String.valueOf(chosen.size()).length()) + "d";
        return IntStream.range(0, chosen.size()).mapToObj(i -> chosen.get(i).named(form.formatted(i + 1))).toList();
    }

    /** Different ones within the budget, in the order of drawing. */
    private List<Assembly> pool(int count) {
        Map<List<Integer>, Assembly> pool = new LinkedHashMap<>();
        for (int attempt = 0; attempt < ATTEMPTS * count && pool.size() < POOL * count; attempt++) {
            int[] path = path();
            if (path != null) {
                Assembly assembly = Evaluation.of(problem, path, "", Assembly.Kind.ASSEMBLY, -1);
                if (problem.budget().fits(assembly)) {
                    pool.putIfAbsent(Arrays.stream(path).boxed().toList(), assembly);
                }
            }
        }
        return List.copyOf(pool.values());
    }

    /** One path, or null where the drawn sequence of models has none or a single model. */
    int[] path() {
        List<String> sequence = IntStream.range(0, problem.sets()).mapToObj(i -> models.get(random.nextInt(models.size()))).toList();
        if (sequence.stream().distinct().count() < 2 || completions(sequence, -1, 0) == 0) {
            return null;
        }
        int[] path = new int[sequence.size()];
        int last = -1;
        long used = 0;
        for (int i = 0; i < path.length; i++) {
            List<String> left = sequence.subList(i, sequence.size());
            double at = random.nextDouble() * completions(left, last, used);
            for (int block : next(left.get(0), last, used)) {
                double ways = completions(left.subList(1, left.size()), block, used | bit(block));
                if (ways > 0) {
                    path[i] = block; // the last with any, should rounding pass them all
                    if (at < ways) {
                        break;
                    }
                    at -= ways;
                }
            }
            last = path[i];
            used |= bit(last);
        }
        return path;
    }

    /** How many sequences of blocks these models have behind a block, with the sets that are left; a double, since there may be many. */
    private double completions(List<String> left, int last, long used) {
        if (left.isEmpty()) {
            return 1;
        }
        List<Object> key = List.of(left, last, used);
        Double known = completions.get(key);
        if (known == null) {
            known = next(left.get(0), last, used).stream()
                    .mapToDouble(block -> completions(left.subList(1, left.size()), block, used | bit(block))).sum();
            completions.put(key, known);
        }
        return known;
    }

    private List<Integer> next(String model, int last, long used) {
        return IntStream.range(0, problem.blocks().size()).filter(b -> problem.blocks().get(b).model().equals(model) && (used & bit(b)) == 0)
                .filter(b -> last < 0 ? problem.blocks().get(b).stem() : open[last][b]).boxed().toList();
    }

    private long bit(int block) {
        return 1L << problem.blocks().get(block).set();
    }

    private static List<Assembly> spread(List<Assembly> pool, int count, ToLongFunction<Assembly> cost) {
        double low = Math.log1p(pool.stream().mapToLong(cost).min().orElse(0));
        double high = Math.log1p(pool.stream().mapToLong(cost).max().orElse(0));
        List<List<Assembly>> ranges = IntStream.range(0, count).mapToObj(i -> (List<Assembly>) new ArrayList<Assembly>()).toList();
        for (Assembly assembly : pool) {
            double place = high > low ? (Math.log1p(cost.applyAsLong(assembly)) - low) / (high - low) : 0;
            ranges.get((int) Math.min(count - 1, place * count)).add(assembly);
        }
        List<Assembly> chosen = new ArrayList<>();
        for (int round = 0; chosen.size() < Math.min(count, pool.size()); round++) {
            for (List<Assembly> range : ranges) {
                if (round < range.size() && chosen.size() < count) {
                    chosen.add(range.get(round));
                }
            }
        }
        return chosen;
    }
}
