package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.PartitionSpec;
import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.AssemblyOptions;
import dev.reassembly.assembly.AssemblyProblem;
import dev.reassembly.assembly.AssemblySearch;
import dev.reassembly.assembly.Candidates;
import dev.reassembly.assembly.RandomAssemblies;
import dev.reassembly.data.Split;
import dev.reassembly.finetune.FineTuneResult;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.partition.EvenCuts;
import dev.reassembly.partition.Partition;
import dev.reassembly.store.StepResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trains and tests the controls of one budget. Each training is a stored step, so that what was ended goes on. */
final class Controls {
    /** Random candidates that NASWOT chooses from, for each that is trained; the paper takes 500. */
    private static final int PAPER_POOL = 6;
    private static final long SEED_STEP = 7919;

    private final RunContext run;
    private final InspectStep inspect;
    private final MeasureStep measure;
    private final FineTuneStep fineTune;
    private final EvaluateStep evaluate;

    Controls(RunContext run, InspectStep inspect) {
        this.run = run;
        this.inspect = inspect;
        StitchStep stitch = new StitchStep(run);
        measure = new MeasureStep(run, stitch);
        fineTune = new FineTuneStep(run, stitch);
        evaluate = new EvaluateStep(run);
    }

    /** Test metrics; what there is none of, because nothing of the kind fits or all diverged, is absent. */
    Map<Control, Double> measure(BudgetRun budget, PartitionStep partition, boolean all) throws IOException {
        Map<Control, Double> metrics = new EnumMap<>(Control.class);
        Trained trained = budget.tournament().all();
        List<Candidates.Candidate> fitting = budget.assemble().candidates().chosen().stream().filter(Candidates.Candidate::withinBudget).toList();
        for (Assembly.Kind kind : Assembly.Kind.values()) {
            if (kind != Assembly.Kind.PARENT) {
                List<Candidate> ofKind = fitting.stream().map(Candidates.Candidate::assembly).filter(a -> a.kind() == kind)
                        .filter(a -> trained.finished().containsKey(a.name())).map(a -> new Candidate(run, inspect, a)).toList();
                put(metrics, Control.valueOf(kind.name()), best(ofKind, trained.curves()).map(c -> new Finished(c, trained.finished().get(c.assembly().name()))));
            }
        }
        Optional<Assembly> assembly = fitting.stream().map(Candidates.Candidate::assembly).filter(a -> a.kind() == Assembly.Kind.ASSEMBLY)
                .filter(a -> trained.curves().get(a.name()).diverged() == null)
                .max(Comparator.comparingDouble(a -> trained.curves().get(a.name()).bestMetric()));
        if (all && assembly.isPresent()) {
            put(metrics, Control.FRESH_END, train(List.of(assembly.get()), Candidate.Start.FRESH_END));
            put(metrics, Control.RANDOM_STITCHES, train(List.of(assembly.get()), Candidate.Start.RANDOM_STITCHES));
            put(metrics, Control.SCRATCH, train(List.of(assembly.get()), Candidate.Start.SCRATCH));
            int trials = run.spec.assembly().candidates();
            AssemblyProblem problem = budget.assemble().choices(partition.partition()).programme();
            put(metrics, Control.RANDOM_ASSEMBLY, train(RandomAssemblies.draw(problem, trials, run.seed() + SEED_STEP), Candidate.Start.PRETRAINED));
            put(metrics, Control.NO_PARTITION, train(evenly(budget), Candidate.Start.PRETRAINED));
            put(metrics, Control.PAPER, train(paper(budget, trials), Candidate.Start.RANDOM_STITCHES));
        }
        return metrics;
    }

    private record Finished(Candidate candidate, StepResult result) {}

    private void put(Map<Control, Double> metrics, Control control, Optional<Finished> network) throws IOException {
        if (network.isPresent()) {
            metrics.put(control, evaluate.evaluation(network.get().candidate(), network.get().result(), Split.TEST).metric());
        }
    }

    /** Trains all of them to the end; the best on validation is left. */
    private Optional<Finished> train(List<Assembly> assemblies, Candidate.Start start) throws IOException {
        Map<String, FineTuneResult> curves = new LinkedHashMap<>();
        Map<Candidate, StepResult> results = new LinkedHashMap<>();
        for (Assembly assembly : assemblies) {
            Candidate candidate = new Candidate(run, inspect, assembly, start);
            StepResult result = fineTune.resolve(candidate, null, run.spec.fineTuning().epochs());
            FineTuneResult curve = fineTune.curve(candidate, result);
            if (curve.diverged() == null) {
                curves.put(assembly.name(), curve);
                results.put(candidate, result);
            }
        }
        return best(List.copyOf(results.keySet()), curves).map(candidate -> new Finished(candidate, results.get(candidate)));
    }

    private static Optional<Candidate> best(List<Candidate> candidates, Map<String, FineTuneResult> curves) {
        return candidates.stream().max(Comparator.comparingDouble((Candidate c) -> curves.get(c.assembly().name()).bestMetric())
                .thenComparing(c -> c.assembly().name()));
    }

    private List<Assembly> evenly(BudgetRun budget) throws IOException {
        List<Chain> chains = new ArrayList<>();
        for (ZooMember member : run.zoo) {
            chains.add(inspect.chain(member));
        }
        Partition even = EvenCuts.of(chains.stream().map(Chain::model).toList(),
                chains.stream().map(chain -> chain.layers().stream().map(layer -> layer.flops()).toList()).toList(), run.spec.partition().blocks());
        SearchProblem.Choices choices = budget.assemble().choices(even);
        AssemblyOptions options = budget.assemble().options();
        return budget.assemble().shortlist().best(budget.assemble().shortlist().of(AssemblySearch.solve(choices.programme(), options).assemblies(),
                AssemblySearch.solve(choices.gains(), options).assemblies()));
    }

    private List<Assembly> paper(BudgetRun budget, int trials) throws IOException {
        PartitionStep local = new PartitionStep(run, inspect, new ProbeStep(run, inspect), PartitionSpec.Solver.KernighanLin);
        AssemblyProblem problem = budget.assemble().choices(local.partition()).programme();
        Map<Assembly, Double> scores = new LinkedHashMap<>();
        for (Assembly assembly : RandomAssemblies.draw(problem, PAPER_POOL * trials, run.seed() + 2 * SEED_STEP)) {
            scores.put(assembly, measure.naswot(new Candidate(run, inspect, assembly, Candidate.Start.RANDOM_STITCHES)).orElse(Double.NEGATIVE_INFINITY));
        }
        return scores.keySet().stream().sorted(Comparator.comparingDouble((Assembly a) -> -scores.get(a)).thenComparing(Assembly::name)).limit(trials).toList();
    }
}
