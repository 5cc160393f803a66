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
    public static Scores of(Trainable trained, Samples samples, Metric metric, MatrixOperations operations) {
        return new Evaluator(trained, samples, operations)
                .scores(new Tally(metric, trained.outputs()), () -> false)
                .orElseThrow();
    }
}
