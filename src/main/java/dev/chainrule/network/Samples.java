package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;

/** Rows to train with or to measure by: each has inputs and targets. */
public interface Samples {
    /** At least 1. */
    int rows();

    /** Numbers that go into the network. */
    int inputs();

    /** Numbers that should come out. */
    int outputs();

    /**
     * Says that consecutive rows will be gathered next, so that what is not in memory is brought there by this thread. Rows can be gathered
     * without it, too.
     */
    default void fetch(int from, int count) {}

    /**
     * Copies rows into a batch. Called for every batch: must not allocate. Several threads may call it at once, for
     * different rows of the batch.
     *
     * @param order which row stands where; not modified
     * @param from row order[from + i] is copied to row i of the batch
     * @param row the first row of the batch to be filled
     * @param count how many rows of it are filled
     * @param x batch × inputs; these rows are overwritten
     * @param y batch × outputs; likewise
     * @param operations what of the work can be done by kernels is done by these
     */
    void gather(int[] order, int from, int row, int count, Matrix x, Matrix y, MatrixOperations operations);

    /** How much each row counts in the cost and in its gradient. Always the same. */
    default RowWeights weights() {
        return RowWeights.ALIKE;
    }
}
