package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;

/** Rows to train with or to measure by: each has inputs and targets. Used by one thread at a time. */
public interface Samples {
    /** At least 1. */
    int rows();

    /** Numbers that go into the network. */
    int inputs();

    /** Numbers that should come out. */
    int outputs();

    /**
     * Copies rows into a batch. Called for every batch: must not allocate.
     *
     * @param order which row stands where; not modified
     * @param from row order[from + i] is copied to row i of the batch
     * @param count rows of the batch
     * @param x count × inputs; overwritten
     * @param y count × outputs; overwritten
     */
    void gather(int[] order, int from, int count, Matrix x, Matrix y);
}
