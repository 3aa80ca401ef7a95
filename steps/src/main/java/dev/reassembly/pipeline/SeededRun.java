package dev.reassembly.pipeline;

import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.AssemblyProblem;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.partition.Partition;
import dev.reassembly.probe.ProbeResult;
import dev.reassembly.store.StepResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The steps of a run under one of a study's seeds: everything that a seed draws is drawn anew, but for the cuts. */
final class SeededRun {
    final RunContext run;
    final StitchStep stitch;
    final MeasureStep measure;
    final FineTuneStep fineTune;
    final EvaluateStep evaluate;
    final CutScores cuts;
    private final ZooTeachers teachers;
    private final InspectStep inspect;
    private final ProbeStep probe;

    SeededRun(RunContext run) {
        this.run = run;
        inspect = new InspectStep(run);
        probe = new ProbeStep(run, inspect);
        cuts = new CutScores(run);
        stitch = new StitchStep(run);
        measure = new MeasureStep(run, stitch);
        fineTune = new FineTuneStep(run, stitch);
        evaluate = new EvaluateStep(run);
        teachers = new ZooTeachers(run, fineTune, evaluate);
    }

    Candidate candidate(Assembly assembly) {
        return new Candidate(run, inspect, assembly);
    }

    /** The whole network with a new head. */
    Candidate parent(ZooMember member) throws IOException {
        BlockRef whole = new BlockRef(member.name(), 0, inspect.chain(member).layers().size());
        return candidate(new Assembly("parent-" + member.name(), Assembly.Kind.PARENT, List.of(whole), List.of(false), 0, 0, 0, 0, 0));
    }

    /** Trained to the recipe's end; where the recipe distils, the whole networks of the zoo teach, trained under this seed as well. */
    StepResult trained(Candidate candidate) throws IOException {
        Map<String, Candidate> parents = new LinkedHashMap<>();
        for (ZooMember member : run.zoo) {
            Candidate parent = parent(member);
            parents.put(parent.assembly().name(), parent);
        }
        return fineTune.resolve(candidate, null, run.spec.fineTuning().epochs(), teachers.of(parents));
    }

    List<ProbeResult> probes() throws IOException {
        List<ProbeResult> probes = new ArrayList<>();
        for (ZooMember member : run.zoo) {
            probes.add(probe.probe(member));
        }
        return probes;
    }

    /** Of the models' probes, by name. */
    Map<String, String> probeDigests() throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (ZooMember member : run.readableZoo()) {
            digests.put("probe " + member.name(), probe.resolve(member).digest());
        }
        return digests;
    }

    /** The integer programme over given cuts. */
    AssemblyProblem problem(Partition sets, List<ProbeResult> probes) throws IOException {
        return SearchProblem.of(run, inspect, sets, probes, BudgetPoint.loosest(run.spec), cuts).programme();
    }
}
