package dev.reassembly.pipeline;

import dev.reassembly.assembly.Assembly;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.report.Figures;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Says what a run would do: which steps are stored, and estimates as far as stored results allow. */
final class Plan {
    private final RunContext run;
    private final InspectStep inspect;
    private final ProbeStep probe;
    private final PartitionStep partition;
    private final List<AssembleStep> searches;
    private final StringBuilder text = new StringBuilder();
    private final Set<Object> counted = new HashSet<>();

    Plan(RunContext run, InspectStep inspect, ProbeStep probe, PartitionStep partition, List<AssembleStep> searches) {
        this.run = run;
        this.inspect = inspect;
        this.probe = probe;
        this.partition = partition;
        this.searches = searches;
    }

    String describe() throws IOException {
        boolean known = true;
        for (ZooMember member : run.readableZoo()) {
            Chain chain = inspect.chain(member);
            boolean stored = run.isStored(probe.key(member, inspect.resolve(member).digest()));
            known &= stored;
            line("probe " + member.name(), stored, chain.layers().size() + " layers, " + Figures.si(chain.parameters(0, chain.layers().size()))
                    + " parameters, " + Figures.si(chain.flops(0, chain.layers().size())) + " FLOPs x " + run.spec.partition().probeSamples() + " samples");
        }
        if (!known) {
            return unknown("partition", "assemble", "finetune", "publish");
        }
        Map<String, String> probes = new TreeMap<>();
        for (ZooMember member : run.zoo) {
            probes.put(member.name(), probe.resolve(member).digest());
        }
        if (!run.isStored(partition.key(probes))) {
            line("partition", false, run.spec.partition().blocks() + " sets, " + run.spec.partition().restarts() + " restarts");
            return unknown("assemble", "finetune", "publish");
        }
        line("partition", true, "");
        text.append(Listing.partition(partition.partition()).indent(4));
        Map<String, String> named = new TreeMap<>();
        probes.forEach((name, digest) -> named.put("probe " + name, digest));
        boolean searched = true;
        double macs = 0;
        for (AssembleStep search : searches) {
            boolean stored = run.isStored(search.key(partition.resolve().digest(), named));
            searched &= stored;
            line("assemble" + (search.point().isOnly() ? "" : " " + search.point().name()), stored,
                    stored ? "" : "best " + run.spec.assembly().pool() + " of the integer programme");
            macs += stored ? estimates(search) : 0;
        }
        if (!searched) {
            return unknown("finetune", "publish");
        }
        text.append(String.format(Locale.ROOT, "finetune: at most %s multiply-accumulates forward and backward, before halving%n", Figures.si(macs)));
        return text.toString();
    }

    /** All that would be trained for one budget. What others train as well is counted once, in the first. */
    private double estimates(AssembleStep assemble) throws IOException {
        double macs = 0;
        try {
            for (AssembleStep.Entrant entrant : assemble.unbuilt()) {
                macs += counted.add(new Candidate(run, inspect, entrant.assembly()).identity()) ? estimate(entrant.assembly()) : 0;
            }
        } catch (UnmetBudgetException e) {
            text.append("    ").append(e.reason()).append(System.lineSeparator());
        }
        return macs;
    }

    /** Forward once and backward twice over the training data, each epoch. */
    private double estimate(Assembly assembly) {
        double macs = 3.0 * assembly.flops() * run.dataset.size(dev.reassembly.data.Split.TRAIN) * run.spec.fineTuning().epochs();
        text.append(String.format(Locale.ROOT, "    %-22s %10s parameters %10s FLOPs %9s  score %.4f%n", assembly.name(), Figures.si(assembly.parameters()),
                Figures.si(assembly.flops()), Figures.ms(assembly.latencyMs()), assembly.score()));
        return macs;
    }

    private void line(String step, boolean stored, String what) {
        text.append(step).append(stored ? ": stored" : ": would run").append(what.isEmpty() ? "" : " (" + what + ")").append(System.lineSeparator());
    }

    private String unknown(String... steps) {
        for (String step : steps) {
            text.append(step).append(": would run; what it does depends on the steps before").append(System.lineSeparator());
        }
        return text.toString();
    }
}
