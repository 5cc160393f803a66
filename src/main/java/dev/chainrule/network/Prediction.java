package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** The outputs of a network for rows of input. */
public final class Prediction {
    /** Rows of a block. */
    public static final int BLOCK_ROWS = Evaluator.BLOCK_ROWS;

    private Prediction() {}

    /** Receives the outputs of a block of rows, in the rows' order. */
    @FunctionalInterface
    public interface OutputConsumer {
        /**
         * @param from the first row's index
         * @param outputs rows × outputs of the network; valid during this call, not to be modified
         * @param targets rows × outputs, likewise
         */
        void accept(int from, Matrix outputs, Matrix targets);
    }

    /**
     * The outputs of all rows of x.
     *
     * @param x rows × inputs; not modified
     * @param interrupted asked before every block
     * @return rows × outputs
     * @throws CancellationException if interrupted
     */
    public static Matrix of(
            Trainable trained, Matrix x, MatrixOperations operations, BooleanSupplier interrupted) {
        int width = trained.outputs();
        var outputs = Matrix.zeros(x.precision(), x.rows(), width);
        if (x.rows() > 0) {
            // Targets are not used: the outputs stand in for them.
            boolean complete = over(trained, new MatrixSamples(x, outputs), operations,
                    (from, block, _) -> outputs.rows(from, block.rows())
                            .copyFrom(block),
                    interrupted);
            if (!complete) {
                throw new CancellationException("The prediction of " + x.rows() + " rows was interrupted");
            }
        }
        return outputs;
    }

    /**
     * Predicts all samples in blocks, so that the outputs of one block are in memory at a time.
     *
     * @param interrupted asked before every block
     * @return false if interrupted
     */
    public static boolean over(
            Trainable trained, Samples samples, MatrixOperations operations, OutputConsumer block,
            BooleanSupplier interrupted) {
        return new Evaluator(trained, samples, operations)
                .visit((from, pass) -> block.accept(from, pass.outputs(), pass.y()), interrupted);
    }
}
