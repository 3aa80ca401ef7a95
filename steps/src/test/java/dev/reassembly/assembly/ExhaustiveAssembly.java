package dev.reassembly.assembly;

import dev.reassembly.assembly.AssemblyProblem.Block;
import dev.reassembly.assembly.AssemblyProblem.StitchCost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** All assemblies of a small problem, one by one, each summed up from the problem's own numbers. */
final class ExhaustiveAssembly {
    /** Latency in nanoseconds. */
    record Choice(List<Integer> blocks, double score, long parameters, long flops, long nanoseconds, long memory) {
        long amount(Resource resource) {
            return switch (resource) {
                case PARAMETERS -> parameters;
                case FLOPS -> flops;
                case LATENCY -> nanoseconds;
                case MEMORY -> memory;
            };
        }
    }

    private final AssemblyProblem problem;
    private final List<Choice> all = new ArrayList<>();

    ExhaustiveAssembly(AssemblyProblem problem) {
        this.problem = problem;
        extend(new ArrayList<>());
        all.sort(Comparator.comparingDouble(Choice::score).reversed());
    }

    /** Whatever the budget; best first. */
    List<Choice> all() {
        return all;
    }

    List<Choice> within(BudgetBounds budget) {
        return all.stream().filter(fits(budget)).toList();
    }

    Long least(Resource resource, BudgetBounds budget) {
        ToLongFunction<Choice> amount = choice -> choice.amount(resource);
        List<Choice> fitting = within(budget);
        return fitting.isEmpty() ? null : (Long) fitting.stream().mapToLong(amount).min().orElseThrow();
    }

    static Predicate<Choice> fits(BudgetBounds budget) {
        return choice -> {
            for (Resource resource : Resource.values()) {
                if (choice.amount(resource) > budget.units(resource)) {
                    return false;
                }
            }
            return true;
        };
    }

    private void extend(List<Integer> path) {
        if (path.size() == problem.sets()) {
            if (path.stream().map(b -> problem.blocks().get(b).model()).distinct().count() > 1) {
                all.add(evaluate(path));
            }
            return;
        }
        for (int b = 0; b < problem.blocks().size(); b++) {
            Block block = problem.blocks().get(b);
            boolean fresh = path.stream().noneMatch(p -> problem.blocks().get(p).set() == block.set());
            if (fresh && block.stem() == path.isEmpty() && (path.isEmpty() || joins(path.get(path.size() - 1), b))) {
                path.add(b);
                extend(path);
                path.remove(path.size() - 1);
            }
        }
    }

    private boolean continues(int from, int to) {
        Block a = problem.blocks().get(from);
        Block b = problem.blocks().get(to);
        return a.model().equals(b.model()) && a.to() == b.from();
    }

    private boolean joins(int from, int to) {
        return continues(from, to) || problem.stitches().between(from, to).allowed();
    }

    private Choice evaluate(List<Integer> path) {
        var head = problem.heads().get(path.get(path.size() - 1));
        double score = head.score();
        long parameters = head.parameters();
        long flops = head.flops();
        double latency = head.latencyMs();
        long peak = 0;
        for (int i = 0; i < path.size(); i++) {
            Block block = problem.blocks().get(path.get(i));
            score += block.score();
            parameters += block.parameters();
            flops += block.flops();
            latency += block.latencyMs();
            peak = Math.max(peak, block.activationBytes());
            if (i > 0) {
                StitchCost stitch = problem.stitches().between(path.get(i - 1), path.get(i));
                score += stitch.score();
                if (!continues(path.get(i - 1), path.get(i))) {
                    parameters += stitch.parameters();
                    flops += stitch.flops();
                    latency += stitch.latencyMs();
                    peak = Math.max(peak, stitch.activationBytes());
                }
            }
        }
        return new Choice(List.copyOf(path), score, parameters, flops, Math.round(latency * 1e6), 4 * parameters + peak);
    }
}
