package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The gradient of the cost over one batch. */
interface BatchGradient {
    /**
     * @param batchSize at most as many as there are samples
     * @param tally adds up the cost and the metrics of every batch
     */
    static BatchGradient of(
            Trainable trained, Samples samples, int batchSize, MetricAccumulator tally, MatrixOperations operations) {
        return trained instanceof Network network && SmallBatchGradient.suits(network.definition(), batchSize)
                && !samples.weights().differ()
                        ? new SmallBatchGradient(network, samples, batchSize, tally, operations)
                        : new MicroBatchedGradient(trained, samples, batchSize, tally, operations);
    }

    /** The gradient of the last batch, penalties included: 1 × all parameters. */
    Matrix gradient();

    /**
     * Runs a batch through the network, forward and backward.
     *
     * @param order the batch is rows order[from] … order[from + count − 1]
     * @param random determines which units are dropped
     * @param interrupted asked before every block
     * @param optimizer updates the parameters during the backward pass; null: they stay as they are. Only if
     *     {@link #canStepDuringBackward()}
     * @return false if interrupted, or if a cost is not finite
     */
    boolean compute(
            int[] order, int from, int count, RandomStream random, BooleanSupplier interrupted,
            @Nullable Optimizer optimizer);

    /** Whether parameters can be updated while the gradient is computed. */
    boolean canStepDuringBackward();
}
