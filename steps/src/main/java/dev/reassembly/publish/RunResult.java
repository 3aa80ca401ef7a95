package dev.reassembly.publish;

import dev.reassembly.assembly.Assembly;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.study.Trust;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a run delivered, as written to {@code result.json} beside the network.
 *
 * @param name the ModelReassembly's name
 * @param metricName {@code Accuracy} or {@code MacroF1}
 * @param metric the published network's metric on the test split
 * @param standardError of that metric, from the test examples that were drawn
 * @param testExamples size of the test split
 * @param kind what the published network is: an assembly, a parent, or a parent with a stitch inside
 * @param withinBudget whether it keeps every bound of the budget
 * @param lead published metric minus that of the best parent within the budget, both on the test split; null when no
 *     parent fits
 * @param model the published file
 * @param assembly its blocks in order
 * @param parents every network of the zoo with a new head, trained alike
 * @param trust how far the score that chose the candidates can be trusted
 */
public record RunResult(String name, String metricName, double metric, double standardError, int testExamples, Assembly.Kind kind,
        boolean withinBudget, Double lead, Model model, List<BlockRef> assembly, List<Parent> parents, Trust trust) {

    /** The best tested parent within the budget: what the published network is measured against. */
    public static Optional<Parent> bestFitting(List<Parent> parents) {
        return parents.stream().filter(p -> p.withinBudget() && p.metric() != null).max(Comparator.comparingDouble(Parent::metric));
    }

    /** The published ONNX file; latency is the median for one sample on the device of the run, measured. */
    public record Model(String uri, String sha256, long bytes, long parameters, long flops, double latencyMs) {}

    /**
     * A network of the zoo with a new head, trained at the same budget of epochs; its metric is null when that diverged.
     *
     * @param standardError of its metric, from the test examples that were drawn; null when that is
     */
    public record Parent(String name, Double metric, double validationMetric, long parameters, long flops, double latencyMs,
            boolean withinBudget, Double standardError) {}
}
