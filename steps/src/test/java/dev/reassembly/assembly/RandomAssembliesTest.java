package dev.reassembly.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RandomAssembliesTest {
    private static final BudgetBounds LOOSE = new BudgetBounds(Long.MAX_VALUE, null, null, null);

    private static List<String> layers(Assembly assembly) {
        return assembly.blocks().stream().map(block -> block.layers()).toList();
    }

    private static Set<List<String>> all(AssemblyProblem problem, BudgetBounds budget) {
        return new ExhaustiveAssembly(problem).within(budget).stream().map(choice -> choice.blocks().stream().map(problem.blocks()::get)
                .map(b -> b.model() + "[" + b.from() + ".." + b.to() + ")").toList()).collect(Collectors.toSet());
    }

    /** With more wanted than there are, all come that a walk through every sequence of blocks finds, and no other. */
    @Test
    void drawsEveryAssemblyWithinTheBudgetAndNoOther() {
        int tried = 0;
        for (long seed = 0; seed < 40; seed++) {
            AssemblyProblem loose = RandomProblem.of(seed, 3, 3, seed % 2 == 0, 0.7, LOOSE);
            var flops = new ExhaustiveAssembly(loose).all().stream().mapToLong(ExhaustiveAssembly.Choice::flops).sorted().toArray();
            if (flops.length < 4) {
                continue;
            }
            BudgetBounds budget = new BudgetBounds(null, flops[flops.length / 2], null, null);
            Set<List<String>> expected = all(loose, budget);
            List<Assembly> drawn = RandomAssemblies.draw(loose.withBudget(budget), 200, seed);
            assertThat(drawn.stream().map(RandomAssembliesTest::layers).collect(Collectors.toSet())).isEqualTo(expected);
            assertThat(drawn).hasSameSizeAs(expected).allMatch(budget::fits).isSortedAccordingTo((a, b) -> Long.compare(a.flops(), b.flops()));
            tried++;
        }
        assertThat(tried).isGreaterThan(20);
    }

    /** Frequencies against enumeration: each sequence of models as often as any other, and within one each sequence of blocks. */
    @Test
    void drawsSequencesOfModelsUniformlyAndThenBlocks() {
        AssemblyProblem problem = RandomProblem.of(3, 3, 3, true, 0.8, LOOSE);
        Map<List<String>, Set<List<Integer>>> bySequence = new HashMap<>();
        new ExhaustiveAssembly(problem).all().forEach(choice -> bySequence.computeIfAbsent(
                choice.blocks().stream().map(b -> problem.blocks().get(b).model()).toList(), any -> new HashSet<>()).add(choice.blocks()));
        assertThat(bySequence.values()).as("some have more to choose from").anyMatch(paths -> paths.size() > 1).anyMatch(paths -> paths.size() == 1);
        RandomAssemblies draw = new RandomAssemblies(problem, 5);
        Map<List<Integer>, Integer> counts = new HashMap<>();
        for (int i = 0; i < 60_000; i++) {
            int[] path = draw.path();
            if (path != null) {
                counts.merge(Arrays.stream(path).boxed().toList(), 1, Integer::sum);
            }
        }
        double paths = counts.values().stream().mapToInt(Integer::intValue).sum();
        bySequence.forEach((sequence, own) -> own.forEach(path -> {
            double share = 1.0 / bySequence.size() / own.size();
            double deviation = Math.sqrt(paths * share * (1 - share));
            assertThat(counts.getOrDefault(path, 0) - paths * share).as("%s", path).isBetween(-4.5 * deviation, 4.5 * deviation);
        }));
    }

    @Test
    void spreadsOverTheCosts() {
        AssemblyProblem problem = RandomProblem.of(8, 5, 4, true, 1, new BudgetBounds(null, Long.MAX_VALUE, null, null));
        List<Assembly> drawn = RandomAssemblies.draw(problem, 12, 1);
        List<ExhaustiveAssembly.Choice> all = new ExhaustiveAssembly(problem).all();
        double low = Math.log(all.stream().mapToLong(ExhaustiveAssembly.Choice::flops).min().orElseThrow());
        double high = Math.log(all.stream().mapToLong(ExhaustiveAssembly.Choice::flops).max().orElseThrow());
        assertThat(drawn).hasSize(12);
        assertThat(drawn.stream().map(Assembly::name)).containsSequence("s01", "s02", "s03");
        // Random draws crowd in the middle; the chosen ones reach into the outer thirds.
        assertThat(Math.log(drawn.get(0).flops())).isLessThan(low + (high - low) / 3);
        assertThat(Math.log(drawn.get(11).flops())).isGreaterThan(high - (high - low) / 3);
    }

    @Test
    void sameSeedSameDraw() {
        AssemblyProblem problem = RandomProblem.of(8, 5, 4, true, 1, LOOSE);
        assertThat(RandomAssemblies.draw(problem, 6, 1)).isEqualTo(RandomAssemblies.draw(problem, 6, 1))
                .isNotEqualTo(RandomAssemblies.draw(problem, 6, 2));
    }
}
