package dev.reassembly.pipeline;

import dev.reassembly.assembly.Assembly;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.report.Figures;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Says what a run would do: which steps are stored, and estimates as far as stored results allow. */
final class Plan {
    private final RunContext run;
    private final InspectStep inspect;
    private final ProbeStep probe;
    private final PartitionStep partition;
    private final AssembleStep assemble;
    private final StringBuilder text = new StringBuilder();

    Plan(RunContext run, InspectStep inspect, ProbeStep probe, PartitionStep partition, AssembleStep assemble) {
        this.run = run;
        this.inspect = inspect;
        this.probe = probe;
        this.partition = partition;
        this.assemble = assemble;
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
        if (!run.isStored(assemble.key(partition.resolve().digest(), named))) {
            line("assemble", false, "best " + run.spec.assembly().pool() + " of the integer programme");
            return unknown("finetune", "publish");
        }
        AssembleStep.Search search = assemble.search();
        line("assemble", true, "");
        double macs = 0;
        for (Assembly assembly : search.chosen()) {
            macs += estimate(assembly);
        }
        for (Assembly assembly : search.truncated()) {
            macs += estimate(assembly);
        }
        for (var parent : search.parents()) {
            macs += parent.assembly().kind() == Assembly.Kind.PARENT || parent.fits() ? estimate(parent.assembly()) : 0;
        }
        text.append(String.format(Locale.ROOT, "finetune: at most %s multiply-accumulates forward and backward, before halving%n", Figures.si(macs)));
        return text.toString();
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
