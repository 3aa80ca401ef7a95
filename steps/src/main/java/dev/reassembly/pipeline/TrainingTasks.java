package dev.reassembly.pipeline;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.finetune.FineTuneResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is trained over all budgets: a network that competes in several is one task, called as in the first of them. */
final class TrainingTasks {
    private final RunContext run;
    private final BudgetRuns budgets;
    private Map<String, List<Entry>> tasks;

    /** A network where it competes. */
    private record Entry(Tournament tournament, String name) {}

    TrainingTasks(RunContext run, BudgetRuns budgets) {
        this.run = run;
        this.budgets = budgets;
    }

    /** All that the first rung trains, contenders first; only baselines where these teach. Takes the searches, and what they build to choose. */
    List<String> names() throws IOException {
        return firstRung() == 1 ? List.copyOf(tasks().keySet()) : List.copyOf(tasks(true).keySet());
    }

    /**
     * Trains one network through one rung; empty when it has nothing to do there.
     *
     * @throws InvalidInputException when there is no such network or rung, naming what there is
     */
    Optional<FineTuneResult> train(String name, int rung) throws IOException {
        checkRung(rung);
        List<Entry> entries = tasks().get(name);
        if (entries == null) {
            throw new InvalidInputException("--candidate", "found " + name + ", allowed are " + String.join(", ", tasks().keySet()));
        }
        Optional<FineTuneResult> trained = Optional.empty();
        for (Entry entry : entries) {
            Optional<FineTuneResult> here = entry.tournament().train(entry.name(), rung);
            trained = trained.isPresent() ? trained : here;
        }
        return trained;
    }

    /** What the rung after this one trains, by budget the best first; none after the last. */
    List<String> survivors(int rung) throws IOException {
        checkRung(rung);
        if (rung == 0) {
            return List.copyOf(tasks(false).keySet());
        }
        Map<Entry, String> names = new HashMap<>();
        tasks().forEach((name, entries) -> entries.forEach(entry -> names.put(entry, name)));
        Set<String> survivors = new LinkedHashSet<>();
        for (BudgetRun budget : budgets.met()) {
            for (String name : budget.tournament().survivors(rung)) {
                survivors.add(names.get(new Entry(budget.tournament(), name)));
            }
        }
        return List.copyOf(survivors);
    }

    private Map<String, List<Entry>> tasks() throws IOException {
        if (tasks == null) {
            tasks = tasks(false);
            tasks.putAll(tasks(true));
        }
        return tasks;
    }

    private Map<String, List<Entry>> tasks(boolean baselines) throws IOException {
        Map<String, List<Entry>> found = new LinkedHashMap<>();
        Map<Map<String, Object>, String> known = new HashMap<>();
        for (BudgetRun budget : budgets.met()) {
            add(budget.tournament(), baselines, known, found);
        }
        return found;
    }

    private static void add(Tournament tournament, boolean baselines, Map<Map<String, Object>, String> known, Map<String, List<Entry>> tasks)
            throws IOException {
        for (Map.Entry<String, Candidate> competes : (baselines ? tournament.baselines() : tournament.contenders()).entrySet()) {
            String task = known.computeIfAbsent(competes.getValue().identity(), first -> competes.getKey());
            // Two models of equal content are two tasks of one budget, as ever.
            if (tasks.getOrDefault(task, List.of()).stream().anyMatch(entry -> entry.tournament() == tournament)) {
                task = competes.getKey();
            }
            tasks.computeIfAbsent(task, first -> new ArrayList<>()).add(new Entry(tournament, competes.getKey()));
        }
    }

    private void checkRung(int rung) {
        int rungs = run.spec.fineTuning().rungs();
        int first = firstRung();
        if (rung < first || rung > rungs) {
            throw new InvalidInputException("--rung", "found " + rung + ", allowed " + (rungs == first ? "is " + first : "are " + first + " to " + rungs)
                    + ", as spec.fineTuning.rungs says" + (first == 0 ? "; in rung 0 teachers are trained" : ""));
        }
    }

    private int firstRung() {
        return budgets.all().get(0).tournament().firstRung();
    }
}
