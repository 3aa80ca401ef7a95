package dev.reassembly.assembly;

import dev.reassembly.assembly.AssemblyProblem.Block;
import dev.reassembly.assembly.AssemblyProblem.HeadCost;
import dev.reassembly.model.compose.BlockRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The first layers of one network with a new head: what the budget buys of a network that is too large for it. An assembly that
 * does no better was not worth its stitches.
 */
public final class TruncatedParents {
    private static final HeadCost NO_HEAD = new HeadCost(0, 0, 0, 0);
    private static final Comparator<Ending> DEEPEST = Comparator.comparingInt((Ending ending) -> ending.layers.to()).reversed();
    private static final Comparator<Ending> BEST = Comparator.comparingDouble((Ending ending) -> -ending.layers.score()).thenComparing(DEEPEST);

    /**
     * A cut at which a network may end.
     *
     * @param layers all layers before the cut, from layer 0; its score is the accuracy of a linear classifier at the cut
     * @param head asked only where the layers alone keep the budget, since its latency has to be measured
     */
    public record Ending(Block layers, Supplier<HeadCost> head) {}

    private TruncatedParents() {}

    /**
     * For each model the deepest cut that fits the budget, head included, and the one of the highest accuracy among those that fit; the
     * deeper of equals. A cut behind all layers is a whole parent and no truncation. Of these the best by accuracy, one a model before
     * any second one. Named {@code truncated-MODEL-LAYERS}.
     *
     * @param endings every cut of every model but the input, the last one of each behind all of its layers
     * @param count the most that are returned
     * @return best first, models' first ones before second ones; equals in the order in which models first appear
     */
    public static List<Assembly> of(List<Ending> endings, BudgetBounds budget, int count) {
        Map<String, List<Ending>> models = new LinkedHashMap<>();
        endings.forEach(ending -> models.computeIfAbsent(ending.layers.model(), name -> new ArrayList<>()).add(ending));
        List<Assembly> first = new ArrayList<>();
        List<Assembly> second = new ArrayList<>();
        for (List<Ending> own : models.values()) {
            int whole = own.stream().mapToInt(ending -> ending.layers.to()).max().orElseThrow();
            List<Assembly> found = Stream.of(BEST, DEEPEST).flatMap(order -> first(own, order, budget).stream()).distinct()
                    .filter(assembly -> assembly.blocks().get(0).to() < whole).toList();
            found.stream().limit(1).forEach(first::add);
            found.stream().skip(1).forEach(second::add);
        }
        return Stream.of(first, second).flatMap(round -> round.stream().sorted(Comparator.comparingDouble(Assembly::score).reversed()))
                .limit(count).toList();
    }

    private static Optional<Assembly> first(List<Ending> own, Comparator<Ending> order, BudgetBounds budget) {
        return own.stream().sorted(order).filter(ending -> budget.fits(network(ending.layers, NO_HEAD)))
                .map(ending -> network(ending.layers, ending.head.get())).filter(budget::fits).findFirst();
    }

    private static Assembly network(Block layers, HeadCost head) {
        long parameters = layers.parameters() + head.parameters();
        return new Assembly("truncated-" + layers.model() + "-" + layers.to(), Assembly.Kind.TRUNCATED_PARENT,
                List.of(new BlockRef(layers.model(), 0, layers.to())), List.of(false), layers.score() + head.score(), parameters,
                layers.flops() + head.flops(), layers.latencyMs() + head.latencyMs(),
                Evaluation.WEIGHT_BYTES * parameters + layers.activationBytes());
    }
}
