package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.AssemblySpec;
import dev.reassembly.api.v1alpha1.Output.PublishPolicy;
import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.AssemblyOptions;
import dev.reassembly.assembly.AssemblyProblem;
import dev.reassembly.assembly.AssemblyResult;
import dev.reassembly.assembly.AssemblySearch;
import dev.reassembly.assembly.Candidates;
import dev.reassembly.assembly.InfeasibleBudget;
import dev.reassembly.assembly.LinearProbe;
import dev.reassembly.assembly.TruncatedParents;
import dev.reassembly.assembly.WholeParents;
import dev.reassembly.finetune.StitchFit;
import dev.reassembly.finetune.Trainer;
import dev.reassembly.partition.Partition;
import dev.reassembly.probe.ProbeResult;
import dev.reassembly.store.StepKey;
import dev.reassembly.store.StepResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Chooses the candidates within the budget by integer programming; whole parents are candidates and baselines, truncated ones candidates. */
final class AssembleStep {
    private static final String VERSION = "6";
    private static final String SEARCH = "search.json";

    private final RunContext run;
    private final BudgetPoint point;
    private final InspectStep inspect;
    private final ProbeStep probe;
    private final PartitionStep partition;
    private final StitchStep stitch;
    private final MeasureStep measure;
    private final CutScores scores;
    private final Shortlist shortlist;
    private List<Assembly> chosen;

    AssembleStep(RunContext run, BudgetPoint point, InspectStep inspect, ProbeStep probe, PartitionStep partition, StitchStep stitch,
            MeasureStep measure, CutScores scores) {
        this.run = run;
        this.point = point;
        this.inspect = inspect;
        this.probe = probe;
        this.partition = partition;
        this.stitch = stitch;
        this.measure = measure;
        this.scores = scores;
        this.shortlist = new Shortlist(run, point, inspect, stitch);
    }

    BudgetPoint point() {
        return point;
    }

    Shortlist shortlist() {
        return shortlist;
    }

    /**
     * What the search found, before anything was built.
     *
     * @param unmet why no network keeps the budget, or null when one does; stored only where the run goes on with other budgets
     */
    record Search(List<Assembly> pool, List<Assembly> shortlist, List<Assembly> truncated, List<WholeParents.Parent> parents, boolean proven,
            double bound, double seconds, String unmet) {}

    /** @throws UnmetBudgetException when no network keeps the budget */
    Search search() throws IOException {
        Search search = resolve().readJson(SEARCH, Search.class);
        if (search.unmet() != null) {
            throw new UnmetBudgetException(point.field(), search.unmet());
        }
        if (search.shortlist().isEmpty() && run.spec.output().publishPolicy() == PublishPolicy.BestAssembly) {
            throw new UnmetBudgetException("spec.output.publishPolicy", "found BestAssembly, but no assembly fits " + point.field()
                    + "; Best and OnlyIfBetter allow for the single networks that do");
        }
        return search;
    }

    /** @param partitioned digest of the partition */
    StepKey key(String partitioned, Map<String, String> probes) {
        AssemblySpec spec = run.spec.assembly();
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("budget", point.budget());
        parameters.put("assembly", spec);
        parameters.put("seed", run.seed());
        parameters.put("classes", run.dataset.classes().size());
        Map<String, String> inputs = new TreeMap<>(probes);
        inputs.put("partition", partitioned);
        return StepKey.of("assemble", VERSION, point.subject(run.name), parameters, inputs);
    }

    StepResult resolve() throws IOException {
        StepResult partitioned = partition.resolve();
        Map<String, String> probes = new TreeMap<>();
        for (ZooMember member : run.zoo) {
            probes.put("probe " + member.name(), probe.resolve(member).digest());
        }
        return run.resolve(key(partitioned.digest(), probes), out -> out.writeJson(SEARCH, solve(partition.partition())));
    }

    /** What this budget can be spent on, for any partition. */
    SearchProblem.Choices choices(Partition sets) throws IOException {
        List<ProbeResult> probes = new ArrayList<>();
        for (ZooMember member : run.zoo) {
            probes.add(probe.probe(member).first(LinearProbe.MOST));
        }
        return SearchProblem.of(run, inspect, sets, probes, point.bounds(), scores);
    }

    /** How the programme is searched. */
    AssemblyOptions options() {
        AssemblySpec spec = run.spec.assembly();
        return new AssemblyOptions(spec.pool(), spec.timeLimitSeconds(), run.seed(), Runtime.getRuntime().availableProcessors());
    }

    private Search solve(Partition sets) throws IOException {
        AssemblySpec spec = run.spec.assembly();
        AssemblyOptions options = options();
        SearchProblem.Choices choices = choices(sets);
        AssemblyProblem problem = choices.programme();
        AssemblyResult result = AssemblySearch.solve(problem, options);
        List<WholeParents.Parent> parents = WholeParents.of(problem);
        List<Assembly> truncated = spec.includeParents() ? TruncatedParents.of(choices.endings(), point.bounds(), spec.truncatedParents()) : List.of();
        if (result.assemblies().isEmpty()) {
            String sentence = InfeasibleBudget.explain(problem, options).sentence();
            boolean parentFits = parents.stream().anyMatch(WholeParents.Parent::fits);
            if (!spec.includeParents() || !parentFits && truncated.isEmpty()) {
                if (point.isOnly()) {
                    throw new UnmetBudgetException(point.field(), sentence);
                }
                return new Search(List.of(), List.of(), List.of(), parents, false, 0, result.seconds(), sentence);
            }
            run.progress.message("assemble: " + (point.isOnly() ? "" : "for budget " + point.name() + " ") + sentence
                    + "; only single networks of the zoo compete, whole or truncated");
        }
        List<Assembly> shortlisted = result.assemblies().isEmpty() ? List.of()
                : shortlist.of(result.assemblies(), AssemblySearch.solve(choices.gains(), options).assemblies());
        return new Search(result.assemblies(), shortlisted, truncated, parents, result.proven(), result.bound(), result.seconds(), null);
    }

    /** Something that is trained, and whether its predicted costs keep the budget. */
    record Entrant(Assembly assembly, boolean fits) {
        /** Whether it is trained to be compared with, to the end; all others are halved. */
        boolean isBaseline() {
            return assembly.kind() == Assembly.Kind.PARENT;
        }
    }

    /** What was chosen, then truncated parents, then whole ones: all of them as baselines, and stitched ones that may compete. */
    List<Entrant> entrants() throws IOException {
        return entrants(chosen());
    }

    /** As before anything is built, with all that may be chosen. */
    List<Entrant> unbuilt() throws IOException {
        return entrants(search().shortlist());
    }

    /** How many of them are halved: known before anything is built. */
    int contenders() throws IOException {
        List<Assembly> listed = search().shortlist();
        return (int) entrants(listed.subList(0, shortlist.left(listed.size()))).stream().filter(entrant -> !entrant.isBaseline()).count();
    }

    private List<Entrant> entrants(List<Assembly> assemblies) throws IOException {
        Search search = search();
        List<Entrant> entrants = new ArrayList<>();
        assemblies.forEach(assembly -> entrants.add(new Entrant(point.named(assembly), true)));
        search.truncated().forEach(assembly -> entrants.add(new Entrant(assembly, true)));
        for (WholeParents.Parent parent : search.parents()) {
            boolean baseline = parent.assembly().kind() == Assembly.Kind.PARENT;
            if (baseline && parent.fits() && run.spec.assembly().includeParents() && Trainer.isTaught(run.spec.fineTuning())) {
                entrants.add(new Entrant(WholeParents.distilled(parent.assembly()), true));
            }
            if (baseline || run.spec.assembly().includeParents() && parent.fits()) {
                entrants.add(new Entrant(parent.assembly(), parent.fits()));
            }
        }
        return entrants;
    }

    /** Builds the shortlist; those are left whose classes a linear probe tells apart best behind the fitted stitches. */
    private List<Assembly> chosen() throws IOException {
        if (chosen == null) {
            chosen = shortlist.best(search().shortlist());
        }
        return chosen;
    }

    /** Builds and measures all of them. */
    Candidates candidates() throws IOException {
        Search search = search();
        List<Candidates.Candidate> chosen = new ArrayList<>();
        for (Entrant entrant : entrants()) {
            Candidate candidate = new Candidate(run, inspect, entrant.assembly());
            StitchStep.Built built = stitch.built(candidate);
            MeasureStep.Measured measured = measure.measured(candidate);
            chosen.add(new Candidates.Candidate(entrant.assembly(), entrant.fits(),
                    Stream.concat(built.proxies().stream(), measured.proxies().stream()).toList(),
                    built.fits().stream().map(StitchFit::explained).toList(), measured.latencyMs()));
        }
        return new Candidates(chosen, search.pool(), search.proven(), search.bound(), search.seconds());
    }
}
