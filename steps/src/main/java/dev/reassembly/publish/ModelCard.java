package dev.reassembly.publish;

import dev.reassembly.api.v1alpha1.ModelReassemblySpec;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** The model card, in Markdown with the front matter that model hubs read. */
public final class ModelCard {
    private ModelCard() {}

    public static String markdown(RunResult result, ModelReassemblySpec spec, Provenance provenance,
            Verification verification, List<String> classes) {
        List<String> licences = provenance.blocks().stream().map(Provenance.Block::licence).filter(Objects::nonNull).distinct().toList();
        boolean allStated = provenance.blocks().stream().allMatch(b -> b.licence() != null);
        StringBuilder card = new StringBuilder();
        card.append("---\nlicense: ").append(allStated && licences.size() == 1 ? licences.get(0).toLowerCase(Locale.ROOT) : "other")
                .append("\ntags: [model-reassembly, onnx]\n---\n\n# ").append(result.name()).append("\n\n").append(Verdict.of(result)).append("\n\n");
        card.append("| network | ").append(result.metricName()).append(" (test) | parameters | FLOPs | latency ms | within budget |\n|---|---|---|---|---|---|\n");
        for (RunResult.Parent parent : result.parents()) {
            row(card, parent.name(), parent.metric(), parent.parameters(), parent.flops(), parent.latencyMs(), parent.withinBudget());
        }
        row(card, "**published** (" + Verdict.kind(result) + ")", result.metric(), result.model().parameters(), result.model().flops(), result.model().latencyMs(),
                result.withinBudget());
        card.append(String.format(Locale.ROOT, "%nStandard error of the published metric: %.4f (%d test examples). FLOPs are multiply-accumulate "
                + "operations for one sample; latency is the measured median for one sample.%n", result.standardError(), result.testExamples()));

        card.append("\n## Task\n\n").append(spec.task().kind()).append(", classes in label order: ")
                .append(classes.stream().limit(100).collect(Collectors.joining(", "))).append(classes.size() > 100 ? ", ..." : "")
                .append(". Data: ").append(spec.task().dataset().uri()).append(".\n");

        card.append("\n## Use\n\nOne ONNX file, operator set 21. The output `logits` is [n, ").append(classes.size())
                .append("]. ").append(Preparation.sentences(spec, provenance.blocks().stream().map(Provenance.Block::model).toList()))
                .append("\n");

        card.append("\n## Blocks\n\n| block | source | layers | parameters | licence | SHA-256 of the source |\n|---|---|---|---|---|---|\n");
        for (int i = 0; i < provenance.blocks().size(); i++) {
            Provenance.Block block = provenance.blocks().get(i);
            card.append(String.format(Locale.ROOT, "| %d%s | %s | %d to %d | %,d | %s | %s |%n", i + 1, block.stitched() ? ", behind a stitch" : "",
                    Objects.requireNonNullElse(block.origin(), block.model()), block.from(), block.to() - 1, block.parameters(),
                    Objects.requireNonNullElse(block.licence(), "not stated"), block.sha256().substring(0, 16)));
        }
        card.append("\nThe licences of all blocks apply: ").append(licences.isEmpty() ? "none was stated" : String.join(", ", licences))
                .append(allStated ? "" : "; at least one source states none").append(".\n");

        weights(card, provenance);
        card.append("\n## Training\n\n").append(Recipe.sentences(spec.fineTuning(), provenance.seed(), result.kind())).append("\n");

        card.append(String.format(Locale.ROOT, "%n## Verification%n%nONNX Runtime and the training engine agree on %d test examples to %.1e (relative). "
                + "%s of the published file alone in ONNX Runtime: %.4f; of the network before it was exported: %.4f.%n", verification.examples(),
                verification.worstRelativeError(), result.metricName(), verification.runtimeMetric(), verification.testMetric()));
        return card.toString();
    }

    private static void weights(StringBuilder card, Provenance provenance) {
        boolean trained = provenance.parts().stream().anyMatch(Provenance.Part::trained);
        card.append(trained ? "Their weights were trained on from those of the sources.\n"
                : "Their weights are those of the sources, bit for bit; `provenance.json` has digests to check them by.\n");
        provenance.parts().forEach(part -> part.interpolated().forEach(name -> card.append("The position embeddings `")
                .append(part.prefix()).append(name).append("` are those of ").append(part.model()).append(" interpolated to another grid.\n")));
    }

    private static void row(StringBuilder card, String name, Double metric, long parameters, long flops, double latency, boolean fits) {
        card.append(String.format(Locale.ROOT, "| %s | %s | %,d | %,d | %.2f | %s |%n", name,
                metric == null ? "diverged" : String.format(Locale.ROOT, "%.4f", metric), parameters, flops, latency, fits ? "yes" : "no"));
    }
}
