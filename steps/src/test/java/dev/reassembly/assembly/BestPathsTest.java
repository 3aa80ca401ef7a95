package dev.reassembly.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The same answers without the beam's head start and with weaker bounds, where the programme has work to do. */
class BestPathsTest {
    @Property(tries = 400)
    void theAnswerDependsNeitherOnTheBeamNorOnTheStatesNorOnWhoProvesFirst(@ForAll long seed, @ForAll @IntRange(min = 2, max = 4) int sets,
            @ForAll @IntRange(min = 0, max = 4) int width, @ForAll @IntRange(min = 1, max = 5) int pool, @ForAll boolean exact,
            @ForAll boolean stemsApart, @ForAll boolean programmeFirst) {
        AssemblyProblem unbounded = RandomProblem.of(seed, sets == 4 ? 3 : 4, sets, stemsApart, 0.7, BudgetBounds.NONE);
        ExhaustiveAssembly exhaustive = new ExhaustiveAssembly(unbounded);
        BudgetBounds budget = AssemblySearchTest.budget(exhaustive, new SplittableRandom(seed));
        PathGraph graph = new PathGraph(unbounded.withBudget(budget));
        AssemblyOptions options = new AssemblyOptions(pool, 30, 1, 1);
        BestPaths.Found found = BestPaths.find(graph, Objective.score(graph), options, Deadline.in(30),
                exact ? SetStates.of(sets, graph.blocks) : SetStates.counting(sets), width, programmeFirst ? 0 : 0.1);

        List<Long> expected = exhaustive.within(budget).stream().limit(pool)
                .map(choice -> Math.round(choice.score() * 100)).toList();
        assertThat(found.complete()).isTrue();
        assertThat(found.optimal()).isTrue();
        assertThat(found.paths().stream().map(path -> Math.round(graph.score.of(path) / graph.scoreUnits * 100)).toList())
                .isEqualTo(expected);
    }

    @Property(tries = 60)
    void noPathExceedsTheRelaxation(@ForAll long seed, @ForAll boolean exact) {
        AssemblyProblem unbounded = RandomProblem.of(seed, 3, 3, true, 0.9, BudgetBounds.NONE);
        ExhaustiveAssembly exhaustive = new ExhaustiveAssembly(unbounded);
        BudgetBounds budget = AssemblySearchTest.budget(exhaustive, new SplittableRandom(seed));
        PathGraph graph = new PathGraph(unbounded.withBudget(budget));
        SetStates states = exact ? SetStates.of(3, graph.blocks) : SetStates.counting(3);
        Relaxation relaxation = Relaxation.of(graph, states, Objective.score(graph));
        assertThat(exhaustive.within(budget)).allSatisfy(choice ->
                assertThat(choice.score() * graph.scoreUnits).isLessThanOrEqualTo(relaxation.bound() + 1e-3));
    }

    @Property(tries = 100)
    void arcsOfWantedPathsStayOpen(@ForAll long seed, @ForAll boolean exact) {
        AssemblyProblem unbounded = RandomProblem.of(seed, 3, 3, true, 0.9, BudgetBounds.NONE);
        ExhaustiveAssembly exhaustive = new ExhaustiveAssembly(unbounded);
        SplittableRandom random = new SplittableRandom(seed);
        BudgetBounds budget = AssemblySearchTest.budget(exhaustive, random);
        List<ExhaustiveAssembly.Choice> fitting = exhaustive.within(budget);
        PathGraph graph = new PathGraph(unbounded.withBudget(budget));
        SetStates states = exact ? SetStates.of(3, graph.blocks) : SetStates.counting(3);
        Reduction.byBudget(graph, states);
        assertThat(fitting).allMatch(choice -> isOpen(graph, choice));
        for (ExhaustiveAssembly.Choice beaten : fitting) {
            PathGraph rest = graph.copy();
            Objective objective = Objective.score(graph);
            Reduction.byObjective(rest, states, objective, Relaxation.of(graph, states, objective),
                    Math.rint(beaten.score() * graph.scoreUnits));
            assertThat(fitting).allMatch(choice -> choice.score() <= beaten.score() + 1e-9 || isOpen(rest, choice));
        }
    }

    private static boolean isOpen(PathGraph graph, ExhaustiveAssembly.Choice choice) {
        for (int i = 1; i < choice.blocks().size(); i++) {
            if (!graph.open[choice.blocks().get(i - 1)][choice.blocks().get(i)]) {
                return false;
            }
        }
        return true;
    }
}
