package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.AssemblySpec;
import dev.reassembly.api.v1alpha1.Output.PublishPolicy;
import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.AssemblyOptions;
import dev.reassembly.assembly.AssemblyProblem;
import dev.reassembly.assembly.AssemblyResult;
import dev.reassembly.assembly.AssemblySearch;
import dev.reassembly.assembly.AssemblySelection;
import dev.reassembly.assembly.BudgetBounds;
import dev.reassembly.assembly.Candidates;
import dev.reassembly.assembly.InfeasibleBudget;
import dev.reassembly.assembly.TruncatedParents;
import dev.reassembly.assembly.WholeParents;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.finetune.StitchFit;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.partition.Partition;
import dev.reassembly.probe.JoinLatency;
import dev.reassembly.probe.ProbeResult;
import dev.reassembly.store.StepKey;
import dev.reassembly.store.StepResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Chooses the candidates within the budget by integer programming; whole parents are candidates and baselines, truncated ones candidates. */
final class AssembleStep {
    private static final String VERSION = "3";
    private static final String SEARCH = "search.json";

    private final RunContext run;
    private final InspectStep inspect;
    private final ProbeStep probe;
    private final PartitionStep partition;
    private final StitchStep stitch;

    AssembleStep(RunContext run, InspectStep inspect, ProbeStep probe, PartitionStep partition, StitchStep stitch) {
        this.run = run;
        this.inspect = inspect;
        this.probe = probe;
        this.partition = partition;
        this.stitch = stitch;
    }

    /** What the search found, before anything was built. */
    record Search(List<Assembly> pool, List<Assembly> chosen, List<Assembly> truncated, List<WholeParents.Parent> parents, boolean proven, double bound,
            double seconds) {}

    Search search() throws IOException {
        Search search = resolve().readJson(SEARCH, Search.class);
        if (search.chosen().isEmpty() && run.spec.output().publishPolicy() == PublishPolicy.BestAssembly) {
            throw new InvalidInputException("spec.output.publishPolicy", "found BestAssembly, but no assembly fits spec.budget; Best and OnlyIfBetter "
                    + "allow for the single networks that do");
        }
        return search;
    }

    /** @param partitioned digest of the partition */
    StepKey key(String partitioned, Map<String, String> probes) {
        AssemblySpec spec = run.spec.assembly();
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("budget", run.spec.budget());
        parameters.put("assembly", spec);
        parameters.put("seed", run.seed());
        parameters.put("classes", run.dataset.classes().size());
        Map<String, String> inputs = new TreeMap<>(probes);
        inputs.put("partition", partitioned);
        return StepKey.of("assemble", VERSION, run.name, parameters, inputs);
    }

    StepResult resolve() throws IOException {
        StepResult partitioned = partition.resolve();
        Map<String, String> probes = new TreeMap<>();
        for (ZooMember member : run.zoo) {
            probes.put("probe " + member.name(), probe.resolve(member).digest());
        }
        return run.resolve(key(partitioned.digest(), probes), out -> out.writeJson(SEARCH, solve(partition.partition())));
    }

    private Search solve(Partition sets) throws IOException {
        List<Chain> chains = new ArrayList<>();
        List<ProbeResult> probes = new ArrayList<>();
        for (ZooMember member : run.zoo) {
            chains.add(inspect.chain(member));
            probes.add(probe.probe(member));
        }
        AssemblySpec spec = run.spec.assembly();
        BudgetBounds budget = BudgetBounds.of(run.spec.budget());
        AssemblyOptions options = new AssemblyOptions(spec.pool(), spec.timeLimitSeconds(), run.seed(), Runtime.getRuntime().availableProcessors());
        int length = Math.toIntExact(run.zoo.stream().mapToLong(ZooMember::textLength).max().orElse(0));
        SearchProblem.Choices choices = SearchProblem.of(sets, chains, run.zoo.stream().map(ZooMember::textLength).toList(), probes,
                run.dataset.classes().size(), budget, run.seed(), new JoinLatency(run.device, length), run.progress);
        AssemblyProblem problem = choices.programme();
        AssemblyResult result = AssemblySearch.solve(problem, options);
        List<WholeParents.Parent> parents = WholeParents.of(problem);
        List<Assembly> truncated = spec.includeParents() ? TruncatedParents.of(choices.endings(), budget, spec.truncatedParents()) : List.of();
        if (result.assemblies().isEmpty()) {
            String sentence = InfeasibleBudget.explain(problem, options).sentence();
            boolean parentFits = parents.stream().anyMatch(WholeParents.Parent::fits);
            if (!spec.includeParents() || !parentFits && truncated.isEmpty()) {
                throw new InvalidInputException("spec.budget", sentence);
            }
            run.progress.message("assemble: " + sentence + "; only single networks of the zoo compete, whole or truncated");
        }
        return new Search(result.assemblies(), AssemblySelection.diverse(result.assemblies(), spec.candidates()), truncated, parents,
                result.proven(), result.bound(), result.seconds());
    }

    /** Something that is trained, and whether its predicted costs keep the budget. */
    record Entrant(Assembly assembly, boolean fits) {}

    /** What was chosen, then truncated parents, then whole ones: all of them as baselines, and stitched ones that may compete. */
    List<Entrant> entrants() throws IOException {
        Search search = search();
        List<Entrant> entrants = new ArrayList<>();
        search.chosen().forEach(assembly -> entrants.add(new Entrant(assembly, true)));
        search.truncated().forEach(assembly -> entrants.add(new Entrant(assembly, true)));
        for (WholeParents.Parent parent : search.parents()) {
            boolean baseline = parent.assembly().kind() == Assembly.Kind.PARENT;
            if (baseline || run.spec.assembly().includeParents() && parent.fits()) {
                entrants.add(new Entrant(parent.assembly(), parent.fits()));
            }
        }
        return entrants;
    }

    /** Builds all of them. */
    Candidates candidates() throws IOException {
        Search search = search();
        List<Candidates.Candidate> chosen = new ArrayList<>();
        for (Entrant entrant : entrants()) {
            StitchStep.Built built = stitch.built(new Candidate(run, inspect, entrant.assembly()));
            chosen.add(new Candidates.Candidate(entrant.assembly(), entrant.fits(), built.proxies(),
                    built.fits().stream().map(StitchFit::explained).toList(), built.latencyMs()));
        }
        return new Candidates(chosen, search.pool(), search.proven(), search.bound(), search.seconds());
    }
}
