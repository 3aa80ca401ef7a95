package dev.reassembly.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.model.compose.BlockRef;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class AssemblySearchTest {
    private static final AssemblyOptions OPTIONS = new AssemblyOptions(10, 30, 3, 1);

    /** Bounds at random quantiles of what assemblies need, so that some problems are easy, some tight and some infeasible. */
    static BudgetBounds budget(ExhaustiveAssembly exhaustive, SplittableRandom random) {
        Long[] bounds = new Long[4];
        for (Resource resource : Resource.values()) {
            if (random.nextInt(3) > 0 && !exhaustive.all().isEmpty()) {
                List<Long> amounts = exhaustive.all().stream().map(choice -> choice.amount(resource)).sorted().toList();
                double quantile = random.nextDouble() * random.nextDouble();
                bounds[resource.ordinal()] = amounts.get((int) (quantile * amounts.size())) - random.nextInt(2);
            }
        }
        return new BudgetBounds(bounds[0], bounds[1], bounds[2] == null ? null : (Double) (bounds[2] / 1e6), bounds[3]);
    }

    @Property(tries = 250)
    void theBestAssembliesAreThoseOfExhaustiveEnumeration(@ForAll long seed, @ForAll @IntRange(min = 2, max = 4) int sets,
            @ForAll boolean stemsApart, @ForAll @DoubleRange(min = 0.3, max = 1) double allowed) {
        AssemblyProblem unbounded = RandomProblem.of(seed, sets == 4 ? 3 : 4, sets, stemsApart, allowed, BudgetBounds.NONE);
        ExhaustiveAssembly exhaustive = new ExhaustiveAssembly(unbounded);
        BudgetBounds budget = budget(exhaustive, new SplittableRandom(seed));
        AssemblyProblem problem = unbounded.withBudget(budget);
        List<ExhaustiveAssembly.Choice> expected = exhaustive.within(budget);
        AssemblyResult result = AssemblySearch.solve(problem, OPTIONS);

        assertThat(result.complete()).isTrue();
        assertThat(result.proven()).isTrue();
        assertThat(result.status())
                .isEqualTo(expected.isEmpty() ? AssemblyResult.Status.INFEASIBLE : AssemblyResult.Status.OPTIMAL);
        assertThat(result.assemblies()).hasSize(Math.min(10, expected.size()));
        for (int i = 0; i < result.assemblies().size(); i++) {
            assertThat(result.assemblies().get(i).score()).as("assembly %d", i).isCloseTo(expected.get(i).score(), within(1e-9));
        }
        assertThat(result.assemblies().stream().map(Assembly::blocks)).doesNotHaveDuplicates();
        for (Assembly assembly : result.assemblies()) {
            assertThat(expected).as("the same costs in both").anyMatch(choice -> blocks(problem, choice).equals(assembly.blocks())
                    && choice.parameters() == assembly.parameters() && choice.flops() == assembly.flops()
                    && choice.nanoseconds() == Math.round(assembly.latencyMs() * 1e6)
                    && choice.memory() == assembly.memoryBytes());
            assertThat(budget.fits(assembly)).isTrue();
        }
        if (!expected.isEmpty()) {
            assertThat(result.bound()).isCloseTo(expected.get(0).score(), within(1e-9));
        }
    }

    @Property(tries = 40)
    void whatIsSaidWhenTimeEndsIsStillTrue(@ForAll long seed) {
        AssemblyProblem unbounded = RandomProblem.of(seed, 4, 4, true, 0.9, BudgetBounds.NONE);
        ExhaustiveAssembly exhaustive = new ExhaustiveAssembly(unbounded);
        BudgetBounds budget = budget(exhaustive, new SplittableRandom(seed));
        List<ExhaustiveAssembly.Choice> expected = exhaustive.within(budget);
        AssemblyResult result = AssemblySearch.solve(unbounded.withBudget(budget), new AssemblyOptions(10, 1e-9, 1, 1));
        double best = expected.isEmpty() ? Double.NEGATIVE_INFINITY : expected.get(0).score();
        assertThat(result.bound()).isGreaterThanOrEqualTo(best - 1e-9);
        assertThat(result.objective()).isLessThanOrEqualTo(best + 1e-9);
        if (result.proven()) {
            assertThat(result.objective()).isGreaterThanOrEqualTo(best - 1e-9);
        }
        assertThat(result.assemblies()).allSatisfy(assembly -> assertThat(budget.fits(assembly)).isTrue());
    }

    @Example
    void joinsWhatContinuesForFreeAndStitchesTheRest() {
        // Two blocks of the large model fit if they are the two smaller ones.
        AssemblyResult result = AssemblySearch.solve(SmallZoo.with(new BudgetBounds(33_200_000L, null, null, null)), OPTIONS);
        Assembly best = result.assemblies().get(0);
        assertThat(best.name()).isEqualTo("a01");
        assertThat(best.kind()).isEqualTo(Assembly.Kind.ASSEMBLY);
        assertThat(result.assemblies()).allSatisfy(assembly ->
                assertThat(assembly.blocks().stream().map(BlockRef::model).distinct()).hasSize(2));
        assertThat(best.score()).isCloseTo(1.0 + 1.0 + 0.5 + 2 * 0.25, within(1e-9));
        assertThat(best.blocks()).containsExactly(new BlockRef("a", 0, 2), new BlockRef("a", 2, 3), new BlockRef("b", 2, 3));
        assertThat(best.stitched()).containsExactly(false, false, true);
        assertThat(best.parameters()).isEqualTo(33_101_000);
        assertThat(best.memoryBytes()).isEqualTo(4 * 33_101_000 + 500);
    }

    private static List<BlockRef> blocks(AssemblyProblem problem, ExhaustiveAssembly.Choice choice) {
        List<BlockRef> blocks = new ArrayList<>();
        for (int b : choice.blocks()) {
            AssemblyProblem.Block block = problem.blocks().get(b);
            blocks.add(new BlockRef(block.model(), block.from(), block.to()));
        }
        return blocks;
    }
}
