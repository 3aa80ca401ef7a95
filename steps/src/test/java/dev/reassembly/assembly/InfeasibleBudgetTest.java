package dev.reassembly.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class InfeasibleBudgetTest {
    private static final AssemblyOptions OPTIONS = new AssemblyOptions(1, 30, 3, 1);

    @Property(tries = 300)
    void theSmallestSufficientBoundsAreThoseOfExhaustiveEnumeration(@ForAll long seed,
            @ForAll @IntRange(min = 2, max = 4) int sets) {
        AssemblyProblem unbounded = RandomProblem.of(seed, 3, sets, true, 0.8, BudgetBounds.NONE);
        ExhaustiveAssembly exhaustive = new ExhaustiveAssembly(unbounded);
        BudgetBounds budget = AssemblySearchTest.budget(exhaustive, new SplittableRandom(seed));
        Assume.that(!exhaustive.all().isEmpty() && exhaustive.within(budget).isEmpty());
        InfeasibleBudget explanation = InfeasibleBudget.explain(unbounded.withBudget(budget), OPTIONS);

        boolean oneIsEnough = false;
        for (InfeasibleBudget.Need need : explanation.needs()) {
            assertThat(need.needed()).isEqualTo(exhaustive.least(need.resource(), budget.without(need.resource())));
            assertThat(need.alone()).isEqualTo(exhaustive.least(need.resource(), BudgetBounds.NONE));
            assertThat(need.proven()).isTrue();
            oneIsEnough |= need.needed() != null;
        }
        assertThat(explanation.structure()).isNull();
        if (oneIsEnough) {
            assertThat(explanation.factor()).isNaN();
            assertThat(explanation.sentence()).startsWith("no assembly fits: ").contains("allowed, at least");
        } else {
            double expected = exhaustive.all().stream().mapToDouble(choice -> {
                double factor = 0;
                for (InfeasibleBudget.Need need : explanation.needs()) {
                    factor = Math.max(factor, choice.amount(need.resource()) / (double) need.allowed());
                }
                return factor;
            }).min().orElseThrow();
            // Rounded up to the thousandth.
            assertThat(explanation.factor()).isBetween(expected - 1e-9, expected + 0.001 + 1e-9);
            assertThat(explanation.sentence()).contains("raising one bound is not enough").contains("would do");
        }
    }

    private static String sentence(AssemblyProblem problem) {
        return InfeasibleBudget.explain(problem, OPTIONS).sentence();
    }

    @Example
    void namesTheBoundThatBindsAndWhatWouldDo() {
        // The smallest assembly takes its stem from a: 10 + 2 + 3 M, a stitch of 0.1 M and a head of 1,000.
        assertThat(sentence(SmallZoo.with(new BudgetBounds(12_000_000L, null, null, null))))
                .isEqualTo("no assembly fits: parameters 12.0 M allowed, at least 15.2 M needed");
        assertThat(sentence(SmallZoo.with(new BudgetBounds(12_000_000L, 10_000L, null, null))))
                .isEqualTo("no assembly fits: parameters 12.0 M allowed, at least 15.2 M needed (the other bounds kept)");
        assertThat(sentence(SmallZoo.with(new BudgetBounds(12_000_000L, 100L, null, null))))
                .isEqualTo("no assembly fits and raising one bound is not enough: parameters 12.0 M allowed, at least 15.2 M"
                        + " needed, and flops 100 allowed, at least 158 needed; all bounds times 1.580 would do");
    }

    @Example
    void saysWhenNoBudgetWouldDo() {
        AssemblyProblem zoo = SmallZoo.with(new BudgetBounds(1L, null, null, null));
        AssemblyProblem apart = new AssemblyProblem(3, zoo.blocks(),
                (from, to) -> new AssemblyProblem.StitchCost(0, 0, 0, 0, 0, false), zoo.heads(), zoo.budget());
        assertThat(sentence(apart)).isEqualTo("no assembly exists whatever the budget: no order of blocks from at least two"
                + " models is left that the allowed stitches join");
        AssemblyProblem empty = new AssemblyProblem(4, zoo.blocks(), zoo.stitches(), zoo.heads(), zoo.budget());
        assertThat(sentence(empty)).isEqualTo("no assembly exists whatever the budget: set 3 holds no block");
    }
}
