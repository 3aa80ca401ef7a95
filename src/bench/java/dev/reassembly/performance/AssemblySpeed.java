package dev.reassembly.performance;

import dev.reassembly.assembly.AssemblyOptions;
import dev.reassembly.assembly.AssemblyProblem;
import dev.reassembly.assembly.AssemblyResult;
import dev.reassembly.assembly.AssemblySearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The best assemblies of synthetic problems: {@code seconds}, {@code proven}, which is 1 where the list is proven to hold the best, and the best one's
 * {@code score}.
 */
public final class AssemblySpeed {
    private static final int TIME_LIMIT = 30;

    private AssemblySpeed() {}

    /** @param arguments models, sets, how many are asked for, problems */
    public static void main(String[] arguments) {
        int models = Integer.parseInt(arguments[0]);
        int sets = Integer.parseInt(arguments[1]);
        AssemblyOptions options = new AssemblyOptions(Integer.parseInt(arguments[2]), TIME_LIMIT, 1, Runtime.getRuntime().availableProcessors());
        int problems = Integer.parseInt(arguments[3]);
        AssemblySearch.solve(SyntheticProblem.of(0, models, sets), options); // compiles, and loads the solver
        List<Double> seconds = new ArrayList<>();
        List<Double> proven = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        for (int seed = 1; seed <= problems; seed++) {
            AssemblyProblem problem = SyntheticProblem.of(seed, models, sets);
            long start = System.nanoTime();
            AssemblyResult result = AssemblySearch.solve(problem, options);
            seconds.add((System.nanoTime() - start) / 1e9);
            proven.add(result.proven() && result.complete() ? 1.0 : 0.0);
            scores.add(result.objective());
        }
        Timing.print(Map.of("seconds", seconds, "proven", proven, "score", scores));
    }
}
