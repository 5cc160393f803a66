package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import org.jspecify.annotations.Nullable;

/** The passes of a batch through a {@link Trainable}: gather, forward, cost, backward. Its memory is reused for every batch. */
public interface Pass {
    /** Number of rows. */
    int rows();

    /** The same pass for fewer rows; the two may share memory. */
    Pass rows(int rows);

    /** Copies the rows order[from], order[from + 1], … of the samples into the pass. */
    void gather(Samples samples, int[] order, int from);

    /** Computes the outputs of the gathered rows, without dropout. */
    void forward();

    /**
     * Computes the outputs of the gathered rows, with dropout.
     *
     * @param random determines which units are dropped
     */
    default void forward(RandomStream random) {
        forward();
    }

    /** The outputs, rows × outputs. */
    Matrix outputs();

    /** The targets, rows × outputs. */
    Matrix y();

    /** C, without penalties: the mean over the rows, each times its weight. */
    double cost();

    /**
     * Computes the gradient of C with respect to every parameter, penalties included.
     *
     * @param optimizer updates each part of the parameters as soon as its gradient is complete and the pass no longer needs the part; null:
     *     they stay as they are. Only if {@link #canStepDuringBackward()}
     */
    void backward(@Nullable Optimizer optimizer);

    /** Whether parameters can be updated while the gradient is computed. */
    boolean canStepDuringBackward();
}
