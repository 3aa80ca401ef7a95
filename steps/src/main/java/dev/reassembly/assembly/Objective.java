package dev.reassembly.assembly;

/**
 * What is maximised over paths: additive weights, less the most activation bytes alive at once where memory is minimised. All
 * values are whole numbers.
 */
record Objective(Weights weights, boolean lessPeak) {
    static Objective score(PathGraph graph) {
        return new Objective(graph.score, false);
    }

    /** The negative of what a path needs of a resource. */
    static Objective least(PathGraph graph, Resource resource) {
        return resource == Resource.MEMORY
                ? new Objective(graph.costs.get(Resource.PARAMETERS).times(-Evaluation.WEIGHT_BYTES), true)
                : new Objective(graph.costs.get(resource).times(-1), false);
    }

    double of(PathGraph graph, int[] path) {
        return weights.of(path) - (lessPeak ? graph.peak(path) : 0);
    }
}
