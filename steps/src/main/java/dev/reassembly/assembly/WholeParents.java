package dev.reassembly.assembly;

import dev.reassembly.assembly.AssemblyProblem.Block;
import dev.reassembly.assembly.AssemblyProblem.StitchCost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The zoo's own networks as candidates: each whole, and each with a trainable stitch at its middle boundary, since a stitched
 * network must be compared with parents that were given as much to train.
 */
public final class WholeParents {
    /** @param fits whether it keeps within the budget, head and stitch included */
    public record Parent(Assembly assembly, boolean fits) {}

    private WholeParents() {}

    /**
     * All blocks of each model in their own order, in the order in which models first appear. Named {@code parent-MODEL} and
     * {@code stitched-MODEL}. The stitch stands before block K/2 (K/2 rounded down); models of one block, and those whose stitch
     * is not allowed there, have no stitched parent. Sets and the order of the problem's blocks play no part.
     *
     * @throws IllegalArgumentException if the blocks of a model don't follow each other from layer 0
     */
    public static List<Parent> of(AssemblyProblem problem) {
        Map<String, List<Integer>> models = new LinkedHashMap<>();
        for (int b = 0; b < problem.blocks().size(); b++) {
            models.computeIfAbsent(problem.blocks().get(b).model(), name -> new ArrayList<>()).add(b);
        }
        List<Parent> parents = new ArrayList<>();
        models.forEach((model, own) -> {
            int[] path = own.stream().sorted(Comparator.comparingInt(b -> problem.blocks().get(b).from()))
                    .mapToInt(Integer::intValue).toArray();
            check(problem, path);
            parents.add(parent(problem, path, "parent-" + model, Assembly.Kind.PARENT, -1));
            int middle = path.length / 2;
            StitchCost stitch = middle == 0 ? null : problem.stitches().between(path[middle - 1], path[middle]);
            if (stitch != null && stitch.allowed()) {
                parents.add(parent(problem, path, "stitched-" + model, Assembly.Kind.STITCHED_PARENT, middle));
            }
        });
        return List.copyOf(parents);
    }

    /** The same network as a contender that is taught: {@code distilled-MODEL}. */
    public static Assembly distilled(Assembly parent) {
        return parent.as(Assembly.Kind.DISTILLED_PARENT, "distilled-" + parent.blocks().get(0).model());
    }

    private static Parent parent(AssemblyProblem problem, int[] path, String name, Assembly.Kind kind, int stitchBefore) {
        Assembly assembly = Evaluation.of(problem, path, name, kind, stitchBefore);
        return new Parent(assembly, problem.budget().fits(assembly));
    }

    private static void check(AssemblyProblem problem, int[] path) {
        int end = 0;
        for (int index : path) {
            Block block = problem.blocks().get(index);
            if (block.from() != end) {
                throw new IllegalArgumentException("blocks of " + block.model() + " leave a gap or overlap at layer " + end);
            }
            end = block.to();
        }
    }
}
