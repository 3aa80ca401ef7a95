package dev.reassembly.pipeline;

import dev.reassembly.assembly.Candidates;
import dev.reassembly.finetune.FineTuneResult;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Layer;
import dev.reassembly.partition.Partition;
import dev.reassembly.probe.ProbeResult;
import dev.reassembly.report.Figures;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What single steps print for people. */
final class Listing {
    private Listing() {}

    static String chain(Chain chain) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%s: %d layers, %s parameters, %s FLOPs%n", chain.model(),
                chain.layers().size(), Figures.si(chain.parameters(0, chain.layers().size())), Figures.si(chain.flops(0, chain.layers().size()))));
        for (Layer layer : chain.layers()) {
            text.append(String.format(Locale.ROOT, "  %3d  %-14s %10s %10s  %-20s %s%n", layer.index(), layer.kind(), Figures.si(layer.parameters()),
                    Figures.si(layer.flops()), Figures.shape(chain.cuts().get(layer.index() + 1).feature()), layer.name()));
        }
        return text.toString();
    }

    static String probe(ProbeResult probe) {
        return String.format(Locale.ROOT, "%s: %d samples, %d cuts, %d Grams of %d x %d a cut, %s for one sample%n", probe.model(), probe.samples(),
                probe.features().size(), probe.grams().get(0).size(), probe.batch(), probe.batch(),
                Figures.ms(probe.latencyMs().stream().mapToDouble(Double::doubleValue).sum()));
    }

    static String partition(Partition partition) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "J = %.4f%n", partition.objective()));
        for (Partition.Cuts cuts : partition.models()) {
            text.append("  ").append(cuts.model()).append(": ");
            for (int b = 0; b < cuts.sets().size(); b++) {
                text.append(String.format(Locale.ROOT, "[%d..%d) set %d  ", cuts.boundaries().get(b), cuts.boundaries().get(b + 1), cuts.sets().get(b) + 1));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    static String candidates(Candidates candidates) {
        StringBuilder text = new StringBuilder();
        if (!candidates.pool().isEmpty()) {
            text.append(String.format(Locale.ROOT, "%d assemblies within the budget listed in %.2f s; best score %.4f, bound %.4f, %s%n",
                    candidates.pool().size(), candidates.seconds(), candidates.pool().get(0).score(), candidates.bound(),
                    candidates.proven() ? "proven optimal" : "not proven"));
        }
        for (Candidates.Candidate candidate : candidates.chosen()) {
            var a = candidate.assembly();
            text.append(String.format(Locale.ROOT, "  %-22s %10s parameters %10s FLOPs %9s (predicted %s) score %.4f  %s%s%n", a.name(),
                    Figures.si(a.parameters()), Figures.si(a.flops()), Figures.ms(candidate.measuredLatencyMs()), Figures.ms(a.latencyMs()), a.score(),
                    a.blocks().stream().map(BlockRef::layers).collect(Collectors.joining(" ")),
                    candidate.withinBudget() ? "" : "  outside the budget"));
            text.append("      ").append(candidate.proxies().stream().map(p -> p.name() + " " + Figures.plain(p.value())).collect(Collectors.joining(", ")))
                    .append(System.lineSeparator());
        }
        return text.toString();
    }

    /** A heading where there are several budgets. */
    static String budget(BudgetPoint point) {
        return point.isOnly() ? "" : "budget " + point.name() + ":" + System.lineSeparator();
    }

    /** What the search chose, as far as it is known without its being built. */
    static String entrants(List<AssembleStep.Entrant> entrants) {
        StringBuilder text = new StringBuilder();
        for (AssembleStep.Entrant entrant : entrants) {
            var a = entrant.assembly();
            text.append(String.format(Locale.ROOT, "  %-22s %10s parameters %10s FLOPs %9s predicted  score %.4f  %s%s%n", a.name(),
                    Figures.si(a.parameters()), Figures.si(a.flops()), Figures.ms(a.latencyMs()), a.score(),
                    a.blocks().stream().map(BlockRef::layers).collect(Collectors.joining(" ")),
                    entrant.fits() ? "" : "  outside the budget"));
        }
        return text.toString();
    }

    static String trained(Map<String, FineTuneResult> curves) {
        StringBuilder text = new StringBuilder();
        curves.forEach((name, result) -> {
            text.append(result.diverged() != null ? String.format(Locale.ROOT, "  %-22s diverged: %s%n", name, result.diverged())
                    : String.format(Locale.ROOT, "  %-22s best %.4f at epoch %d of %d, %s trained%n", name, result.bestMetric(),
                            result.bestEpoch(), result.epochs().size(), Figures.si(result.trainedParameters())));
        });
        return text.toString();
    }
}
