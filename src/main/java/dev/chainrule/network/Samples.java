package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;

/** Rows for training or evaluation, with inputs and targets. */
public interface Samples {
    /** Number of rows, at least 1. */
    int rows();

    /** Numbers per row of input. */
    int inputs();

    /** Numbers per row of targets. */
    int outputs();

    /**
     * Announces that consecutive rows are gathered next, so that this thread loads those that are not in memory. Rows can also be gathered
     * without it.
     */
    default void fetch(int from, int count) {}

    /**
     * Copies rows into a batch. Called for every batch: must not allocate. Several threads may call it at once, for different rows of the
     * batch.
     *
     * @param order row indices; not modified
     * @param from row order[from + i] is copied to row i of the batch
     * @param row the first row of the batch to be filled
     * @param count how many rows of it are filled
     * @param x batch × inputs; these rows are overwritten
     * @param y batch × outputs; likewise
     * @param operations for work that kernels can do
     */
    void gather(int[] order, int from, int row, int count, Matrix x, Matrix y, MatrixOperations operations);

    /** The weights of the rows. Always the same. */
    default RowWeights weights() {
        return RowWeights.ALIKE;
    }
}
