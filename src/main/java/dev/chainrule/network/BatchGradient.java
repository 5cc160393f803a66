package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The gradient of the cost over one batch. */
interface BatchGradient {
    /**
     * @param batchSize at most as many as there are samples
     * @param tally is told the cost and the outputs of all that goes through the network
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
     * Takes a batch through the network and back.
     *
     * @param order the batch is rows order[from] … order[from + count − 1]
     * @param random what is dropped follows from it
     * @param interrupted asked before every block
     * @param optimizer moves the parameters on the way back; null: they are left as they are. Only where
     *     {@link #canStepDuringBackward()}
     * @return false if interrupted, or if a cost is not finite
     */
    boolean compute(
            int[] order, int from, int count, RandomStream random, BooleanSupplier interrupted,
            @Nullable Optimizer optimizer);

    /** Whether parameters can move while the gradient is computed. */
    boolean canStepDuringBackward();
}
