package dev.chainrule.network;

import dev.chainrule.matrix.MatrixOperations;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Measures a network on samples. */
public final class Evaluation {
    private Evaluation() {}

    /**
     * Measures a network over all samples, in their order, and passes on the outputs. One block of samples is in memory at a time.
     *
     * @param each receives every block after it was measured
     * @param interrupted asked before every block
     * @return empty if interrupted
     * @throws IllegalArgumentException if the samples do not fit the network
     */
    public static Optional<Scores> of(
            Trainable trained, Samples samples, Metric metric, MatrixOperations operations,
            Prediction.OutputConsumer each,
            BooleanSupplier interrupted) {
        var tally = new MetricAccumulator(metric, trained.outputs());
        boolean complete = new Evaluator(trained, samples, operations).visit((from, pass) -> {
            tally.add(pass.cost(), pass.outputs(), pass.y());
            each.accept(from, pass.outputs(), pass.y());
        }, interrupted);
        return complete ? Optional.of(tally.scores()) : Optional.empty();
    }
}
