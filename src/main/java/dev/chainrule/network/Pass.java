package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * A batch on its way through what is trained and back: it is gathered, goes forward, is measured, and goes backward. Its memory is used
 * again and again.
 */
public interface Pass {
    /** How many rows it takes. */
    int rows();

    /** The same pass for fewer rows: what one fills the other may overwrite. */
    Pass rows(int rows);

    /** Takes in the rows order[from], order[from + 1], … of the samples. */
    void gather(Samples samples, int[] order, int from);

    /** From what was gathered to the outputs; nothing is dropped. */
    void forward();

    /**
     * From what was gathered to the outputs, with dropout.
     *
     * @param random what is dropped follows from it
     */
    default void forward(RandomStream random) {
        forward();
    }

    /** rows × outputs, what came out. */
    Matrix outputs();

    /** rows × outputs, what should have come out. */
    Matrix y();

    /** C, without penalties: the mean over the rows, each times its weight. */
    double cost();

    /**
     * From C to its gradient with respect to every parameter, penalties included.
     *
     * @param optimizer moves each part of the parameters as soon as its gradient is there and the pass needs it no more; null: they are
     *     left as they are. Only where {@link #canStepDuringBackward()}
     */
    void backward(@Nullable Optimizer optimizer);

    /** Whether parameters can move while the gradient is computed. */
    boolean canStepDuringBackward();
}
