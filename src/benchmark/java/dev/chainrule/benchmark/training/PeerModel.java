package dev.chainrule.benchmark.training;

import org.jspecify.annotations.Nullable;
/** A new network of another library, with its data. */
interface PeerModel extends AutoCloseable {
    /**
     * Trains with a batch, gathered here.
     *
     * @param rows which rows; null: all in their order
     */
    void step(int @Nullable [] rows);

    /** The mean loss over the first rows. */
    double loss(int rows);

    @Override
    void close();
}
