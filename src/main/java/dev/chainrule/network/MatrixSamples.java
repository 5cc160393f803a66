package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;

/** Samples that lie in two matrices, which are not copied. Not thread-safe. */
public final class MatrixSamples implements Samples {
    private final Matrix x;
    private final Matrix y;
    private final double[] inputRow;
    private final double[] outputRow;

    /**
     * @param x rows × inputs
     * @param y rows × outputs
     */
    public MatrixSamples(Matrix x, Matrix y) {
        if (x.rows() != y.rows()) {
            throw new IllegalArgumentException(
                    "x and y must have equally many rows, but have " + x.rows() + " and " + y.rows());
        }
        Requirement.atLeast("the number of rows", 1, x.rows());
        this.x = x;
        this.y = y;
        this.inputRow = new double[x.columns()];
        this.outputRow = new double[y.columns()];
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
    public void gather(int[] order, int from, int count, Matrix batchX, Matrix batchY) {
        for (int i = 0; i < count; i++) {
            x.getRow(order[from + i], inputRow);
            batchX.setRow(i, inputRow);
            y.getRow(order[from + i], outputRow);
            batchY.setRow(i, outputRow);
        }
    }
}
