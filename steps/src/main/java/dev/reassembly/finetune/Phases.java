package dev.reassembly.finetune;

import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.run.Network;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which tensors a training moves, and from which epoch on.
 *
 * @param frozenEpochs first epochs that train new layers alone
 * @param trained parameters, all of them
 * @param statistics running statistics that move with them after the frozen epochs
 */
record Phases(int frozenEpochs, Set<String> trained, Set<String> statistics) {
    static Phases of(Graph graph, FineTuning recipe) {
        boolean full = recipe.mode() == FineTuning.Mode.Full;
        return new Phases(full ? recipe.frozenEpochs() : 0, TrainableParameters.names(graph, recipe.mode()),
                full ? TrainableParameters.runningStatistics(graph) : Set.of());
    }

    /** Parameters and statistics. */
    Set<String> changing() {
        Set<String> changing = new LinkedHashSet<>(trained);
        changing.addAll(statistics);
        return changing;
    }

    /** Lets the network move what this epoch (from 1) trains, and nothing else. */
    void enter(Network network, int epoch) {
        boolean frozen = epoch <= frozenEpochs;
        network.setTrainable(frozen ? trained.stream().filter(TrainableParameters::isNew).collect(Collectors.toSet()) : trained);
        network.setMovingStatistics(frozen || statistics.isEmpty() ? List.of() : network.batchNormalisations());
    }
}
