package dev.reassembly.publish;

import dev.reassembly.api.v1alpha1.Output.PublishPolicy;
import dev.reassembly.assembly.Assembly;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.study.Trust;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a run came to, as written to {@code result.json} beside the network.
 *
 * @param name the ModelReassembly's name
 * @param metricName {@code Accuracy} or {@code MacroF1}
 * @param metric the best network's metric on the test split
 * @param standardError of that metric, from the test examples that were drawn
 * @param testExamples size of the test split
 * @param kind what the best network is: an assembly, a parent, a parent with a stitch inside, or the first layers of one
 * @param withinBudget whether it keeps every bound of the budget
 * @param lead over the best parent within the budget, both on the test split; null when no parent fits
 * @param policy by which the best network was chosen
 * @param rival what was better on validation but was not to be published, or not clearly better; null when nothing was
 * @param model the published file; null when nothing was published, since the best is a parent and something better was asked for
 * @param assembly its blocks in order
 * @param parents every network of the zoo with a new head, trained alike
 * @param trust how far the score that chose the candidates can be trusted
 */
public record RunResult(String name, String metricName, double metric, double standardError, int testExamples, Assembly.Kind kind,
        boolean withinBudget, Lead lead, PublishPolicy policy, Rival rival, Model model, List<BlockRef> assembly, List<Parent> parents, Trust trust) {

    /** The same with the file that was published. */
    public RunResult with(Model published) {
        return new RunResult(name, metricName, metric, standardError, testExamples, kind, withinBudget, lead, policy, rival, published, assembly, parents,
                trust);
    }

    /** Whether the best network is none to publish. */
    public boolean withheld() {
        return model == null;
    }

    /** The best tested parent within the budget: what the published network is measured against. */
    public static Optional<Parent> bestFitting(List<Parent> parents) {
        return parents.stream().filter(p -> p.withinBudget() && p.metric() != null).max(Comparator.comparingDouble(Parent::metric));
    }

    /**
     * A network that was better on validation than the published one.
     *
     * @param points how much better, in hundredths
     * @param standardError of points, from the validation examples as pairs
     */
    public record Rival(String name, Assembly.Kind kind, double points, double standardError) {}

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
