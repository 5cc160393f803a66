package dev.chainrule.network;

import dev.chainrule.matrix.MatrixOperations;

/** How good a network is. */
public final class Evaluation {
    private Evaluation() {}

    /**
     * Measures a network over all samples, in their order.
     *
     * @throws IllegalArgumentException if the samples do not fit the network
     */
    public static Scores of(Network network, Samples samples, Metric metric, MatrixOperations operations) {
        return new Evaluator(network, samples, operations)
                .scores(new Tally(metric, network.definition()), () -> false)
                .orElseThrow();
    }
}
