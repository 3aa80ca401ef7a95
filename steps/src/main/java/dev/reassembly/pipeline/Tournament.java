package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.Output.PublishPolicy;
import dev.reassembly.assembly.Assembly;
import dev.reassembly.finetune.FineTuneResult;
import dev.reassembly.finetune.Rung;
import dev.reassembly.finetune.Rungs;
import dev.reassembly.store.StepResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who is trained how far: parents to the end as baselines, in the first rung or, where they teach, before it; all others are contenders
 * and halved after each rung. Every question is answered from stored results and computes what is missing, so that one process that asks for all
 * and many that ask for one candidate each come to the same. Each budget has its own.
 */
final class Tournament {
    private final RunContext run;
    private final InspectStep inspect;
    private final AssembleStep assemble;
    private final MeasureStep measure;
    private final FineTuneStep fineTune;
    private final ZooTeachers teachers;
    private final RungSchedule schedule;
    private Map<String, Candidate> contenders;
    private Map<String, Candidate> baselines;

    Tournament(RunContext run, InspectStep inspect, AssembleStep assemble, MeasureStep measure, FineTuneStep fineTune,
            ZooTeachers teachers, RungSchedule schedule) {
        this.run = run;
        this.inspect = inspect;
        this.assemble = assemble;
        this.measure = measure;
        this.fineTune = fineTune;
        this.teachers = teachers;
        this.schedule = schedule;
    }

    /** Trains one candidate through one rung, measured before its first; empty when it has nothing to do there. */
    Optional<FineTuneResult> train(String name, int rung) throws IOException {
        Candidate baseline = baselines().get(name);
        if (baseline != null) {
            if (rung != firstRung()) {
                return Optional.empty();
            }
            measure.measured(baseline);
            return Optional.of(fineTune.curve(baseline, baseline(baseline)));
        }
        Candidate contender = contenders().get(name);
        if (rung < 1 || rung > plan().size() || !alive(rung).contains(name)) {
            return Optional.empty();
        }
        if (rung == 1) {
            measure.measured(contender);
        }
        return Optional.of(curve(contender, rung));
    }

    /** 0 where contenders have teachers and so must wait for the baselines, else 1, in which all begin. */
    int firstRung() {
        return teachers.areAsked() ? 0 : 1;
    }

    /** The contenders that the rung after this one trains, best first; none after the last. */
    List<String> survivors(int rung) throws IOException {
        return rung < plan().size() ? alive(rung + 1) : List.of();
    }

    /** Everything, baselines first. */
    Trained all() throws IOException {
        Map<String, FineTuneResult> curves = new LinkedHashMap<>();
        Map<String, StepResult> finished = new LinkedHashMap<>();
        for (Candidate baseline : baselines().values()) {
            keep(baseline, baseline(baseline), true, curves, finished);
        }
        List<Rung> plan = plan();
        for (int rung = 1; rung <= plan.size(); rung++) {
            List<String> alive = alive(rung);
            if (rung > 1 && !alive.isEmpty()) {
                run.progress.message("halving: " + String.join(", ", alive) + " go on to epoch " + plan.get(rung - 1).epochsUntil());
            }
            for (String name : alive) {
                Candidate contender = contenders().get(name);
                keep(contender, result(contender, rung), rung == plan.size(), curves, finished);
            }
        }
        return new Trained(curves, finished);
    }

    private void keep(Candidate candidate, StepResult result, boolean last, Map<String, FineTuneResult> curves,
            Map<String, StepResult> finished) throws IOException {
        FineTuneResult curve = fineTune.curve(candidate, result);
        curves.put(curve.candidate(), curve);
        if (curve.diverged() != null) {
            run.progress.message("warning: " + curve.candidate() + " is dropped, " + curve.diverged());
        } else if (last) {
            finished.put(curve.candidate(), result);
        }
    }

    /** The contenders that this rung trains: all in the first, then the best of those before that did not diverge. */
    private List<String> alive(int rung) throws IOException {
        Map<String, Candidate> contenders = contenders();
        if (rung == 1) {
            return List.copyOf(contenders.keySet());
        }
        List<FineTuneResult> before = new ArrayList<>();
        for (String name : alive(rung - 1)) {
            FineTuneResult curve = curve(contenders.get(name), rung - 1);
            if (curve.diverged() == null) {
                before.add(curve);
            }
        }
        List<String> best = Rungs.survivors(before, plan().get(rung - 1).candidates());
        return run.spec.output().publishPolicy() == PublishPolicy.BestAssembly ? withAssembly(best, before) : best;
    }

    /** The same, but the best assembly in the last place where none would go on: it is to be published whatever beats it. */
    private List<String> withAssembly(List<String> best, List<FineTuneResult> before) throws IOException {
        Map<String, Candidate> contenders = contenders();
        Predicate<String> assembly = name -> contenders.get(name).assembly().kind() == Assembly.Kind.ASSEMBLY;
        List<String> assemblies = Rungs.survivors(before, before.size()).stream().filter(assembly).limit(1).toList();
        if (best.stream().anyMatch(assembly) || assemblies.isEmpty()) {
            return best;
        }
        List<String> kept = new ArrayList<>(best.subList(0, best.size() - 1));
        kept.addAll(assemblies);
        return kept;
    }

    private FineTuneResult curve(Candidate contender, int rung) throws IOException {
        return fineTune.curve(contender, result(contender, rung));
    }

    private StepResult result(Candidate contender, int rung) throws IOException {
        StepResult before = rung == 1 ? null : result(contender, rung - 1);
        return fineTune.resolve(contender, before, plan().get(rung - 1).epochsUntil(), teachers.of(baselines()));
    }

    private StepResult baseline(Candidate parent) throws IOException {
        return fineTune.resolve(parent, null, run.spec.fineTuning().epochs());
    }

    private List<Rung> plan() throws IOException {
        return schedule.plan(contenders().size());
    }

    /** By name; halved after each rung. */
    Map<String, Candidate> contenders() throws IOException {
        if (contenders == null) {
            contenders = entrants(false);
        }
        return contenders;
    }

    /** By name; trained to the end and never taught. */
    Map<String, Candidate> baselines() throws IOException {
        if (baselines == null) {
            baselines = entrants(true);
        }
        return baselines;
    }

    private Map<String, Candidate> entrants(boolean parents) throws IOException {
        Map<String, Candidate> found = new LinkedHashMap<>();
        for (AssembleStep.Entrant entrant : assemble.entrants()) {
            if (entrant.isBaseline() == parents) {
                found.put(entrant.assembly().name(), new Candidate(run, inspect, entrant.assembly()));
            }
        }
        return found;
    }
}
