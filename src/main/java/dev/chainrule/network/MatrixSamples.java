package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;

/** Samples in two matrices of the network's precision, which are not copied. */
public final class MatrixSamples implements Samples {
    private final Matrix x;
    private final Matrix y;
    private final RowWeights weights;

    /**
     * @param x rows × inputs
     * @param y rows × outputs
     */
    public MatrixSamples(Matrix x, Matrix y) {
        this(x, y, RowWeights.ALIKE);
    }

    /**
     * @param x rows × inputs
     * @param y rows × outputs
     * @param weights of as many rows
     */
    public MatrixSamples(Matrix x, Matrix y, RowWeights weights) {
        if (x.rows() != y.rows()) {
            throw new IllegalArgumentException(
                    "x and y must have the same number of rows, but have " + x.rows() + " and " + y.rows());
        }
        Requirement.atLeast("the number of rows", 1, x.rows());
        this.x = x;
        this.y = y;
        this.weights = weights;
    }

    @Override
    public int rows() {
        return x.rows();
    }

    @Override
    public int inputs() {
        return x.columns();
    }

    @Override
    public int outputs() {
        return y.columns();
    }

    @Override
    public void gather(
            int[] order, int from, int row, int count, Matrix batchX, Matrix batchY, MatrixOperations operations) {
        for (int i = row; i < row + count; i++) {
            batchX.copyRow(i, x, order[from + i]);
            batchY.copyRow(i, y, order[from + i]);
        }
    }

    @Override
    public RowWeights weights() {
        return weights;
    }
}
