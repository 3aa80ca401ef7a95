package dev.reassembly.pipeline;

import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A run's budgets, of which some may be too small for any network. */
final class BudgetRuns {
    private final RunContext run;
    private final List<BudgetRun> all;
    private final Map<BudgetRun, String> unmet = new LinkedHashMap<>();
    private boolean searched;

    BudgetRuns(RunContext run, InspectStep inspect, ProbeStep probe, PartitionStep partition, StitchStep stitch) {
        this.run = run;
        MeasureStep measure = new MeasureStep(run, stitch);
        FineTuneStep fineTune = new FineTuneStep(run, stitch);
        EvaluateStep evaluate = new EvaluateStep(run);
        CutScores scores = new CutScores(run);
        ZooTeachers teachers = new ZooTeachers(run, fineTune, evaluate);
        List<AssembleStep> searches = new ArrayList<>();
        for (BudgetPoint point : BudgetPoint.of(run.spec)) {
            searches.add(new AssembleStep(run, point, inspect, probe, partition, stitch, measure, scores));
        }
        RungSchedule schedule = new RungSchedule(run.spec.fineTuning(), searches);
        List<BudgetRun> runs = new ArrayList<>();
        for (AssembleStep search : searches) {
            Tournament tournament = new Tournament(run, inspect, search, measure, fineTune, teachers, schedule);
            runs.add(new BudgetRun(search.point(), search, tournament, new PublishStep(run, search.point(), inspect, partition, search, tournament,
                    evaluate)));
        }
        all = List.copyOf(runs);
    }

    List<BudgetRun> all() {
        return all;
    }

    boolean isOnlyOne() {
        return all.get(0).point().isOnly();
    }

    /**
     * Those that some network keeps; what others lack is said once.
     *
     * @throws InvalidInputException when there are none
     */
    List<BudgetRun> met() throws IOException {
        if (!isOnlyOne() && !searched) {
            for (BudgetRun budget : all) {
                try {
                    budget.assemble().search();
                } catch (UnmetBudgetException e) {
                    drop(budget, e);
                }
            }
            searched = true;
        }
        requireOne();
        return all.stream().filter(budget -> !unmet.containsKey(budget)).toList();
    }

    /** Takes a budget out that turned out to be unmet. */
    void drop(BudgetRun budget, UnmetBudgetException why) {
        unmet.put(budget, why.reason());
        run.progress.message("warning: budget " + budget.point().name() + " is not met, " + why.reason());
    }

    /** Reasons by budget. */
    Map<BudgetRun, String> unmet() {
        return unmet;
    }

    void requireOne() {
        if (unmet.size() == all.size()) {
            throw new InvalidInputException("spec.budgets", "none can be met: " + unmet.entrySet().stream()
                    .map(entry -> entry.getKey().point().name() + ": " + entry.getValue()).collect(Collectors.joining("; ")));
        }
    }
}
