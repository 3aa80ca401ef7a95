package dev.reassembly.pipeline;

import dev.reassembly.assembly.Assembly;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/** Which of a run's budgets a network keeps with all its bounds, by the predicted costs that the searches went by. */
final class KeptBudgets {
    private final List<BudgetPoint> points;

    KeptBudgets(BudgetRuns budgets) {
        points = budgets.all().stream().map(BudgetRun::point).toList();
    }

    /** Names of those that a trained network of a budget keeps. */
    List<String> byCandidate(BudgetRun budget, String name) throws IOException {
        return by(budget, assembly -> assembly.name().equals(name));
    }

    /** Names of those that a whole model of the zoo keeps with its new head, whose costs any budget knows that was searched. */
    List<String> byParent(BudgetRun budget, String model) throws IOException {
        return by(budget, assembly -> assembly.kind() == Assembly.Kind.PARENT && assembly.blocks().get(0).model().equals(model));
    }

    private List<String> by(BudgetRun budget, Predicate<Assembly> which) throws IOException {
        Assembly network = budget.assemble().entrants().stream().map(AssembleStep.Entrant::assembly).filter(which).findFirst().orElseThrow();
        return points.stream().filter(point -> point.bounds().fits(network)).map(BudgetPoint::name).toList();
    }
}
