package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of batches of any size. A batch of more rows than a block goes through the network block by block, so that memory does not
 * grow with the batch; its gradient is the mean of the blocks' gradients, weighted by their rows.
 */
final class MicroBatchedGradient implements BatchGradient {
    /** Rows of a block. The last bits of the gradients of larger batches depend on it. */
    static final int BLOCK_ROWS = 1024;

    private final Samples samples;
    private final MatrixOperations operations;
    private final MetricAccumulator tally;
    private final Matrix gradient;
    /** Null if every batch is a single block. */
    private final @Nullable Matrix blockGradient;

    private final int blockRows;
    private final Pass block;
    /** The last block of a batch. */
    private final Pass batchRest;
    /** The last block of the last batch. */
    private final Pass epochRest;
    /** Whether all rows are one block, which is gathered only once. */
    private final boolean oneForAll;

    private boolean gathered;

    /**
     * @param batchSize at most as many as there are samples
     * @param tally adds up the cost and the metrics of every block
     */
    MicroBatchedGradient(
            Trainable trained, Samples samples, int batchSize, MetricAccumulator tally, MatrixOperations operations) {
        this.samples = samples;
        this.operations = operations;
        this.tally = tally;
        blockRows = Math.min(batchSize, BLOCK_ROWS);
        gradient = Matrix.zeros(trained.precision(), 1, trained.parameters().size());
        blockGradient = batchSize > blockRows ? Matrix.zeros(trained.precision(), 1, gradient.size()) : null;
        block = trained.forTraining(
                blockRows, blockGradient == null ? gradient : blockGradient, samples.weights().differ(), operations);
        batchRest = block.rows(batchSize % blockRows);
        epochRest = block.rows(samples.rows() % batchSize % blockRows);
        oneForAll = samples.rows() == blockRows;
    }

    @Override
    public Matrix gradient() {
        return gradient;
    }

    @Override
    public boolean compute(
            int[] order, int from, int count, RandomStream random, BooleanSupplier interrupted,
            @Nullable Optimizer optimizer) {
        if (blockGradient != null) {
            gradient.fill(0);
        }
        int rows;
        for (int done = 0; done < count; done += rows) {
            if (interrupted.getAsBoolean()) {
                return false;
            }
            rows = Math.min(blockRows, count - done);
            Pass pass = passOf(rows);
            gather(order, from + done, pass);
            pass.forward(random);
            double cost = pass.cost();
            if (!Double.isFinite(cost)) {
                return false;
            }
            tally.add(cost, pass.outputs(), pass.y());
            if (blockGradient == null) {
                pass.backward(optimizer);
            } else {
                pass.backward(null);
                operations.addScaled((double) rows / count, blockGradient, gradient);
            }
        }
        return true;
    }

    /** Not if the gradient is the sum of several blocks' gradients. */
    @Override
    public boolean canStepDuringBackward() {
        return blockGradient == null && block.canStepDuringBackward();
    }

    private void gather(int[] order, int from, Pass pass) {
        if (!gathered) {
            pass.gather(samples, order, from);
            gathered = oneForAll;
        }
    }

    private Pass passOf(int rows) {
        if (rows == blockRows) {
            return block;
        }
        return rows == batchRest.rows() ? batchRest : epochRest;
    }
}
