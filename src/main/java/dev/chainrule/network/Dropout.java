package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;

/**
 * Inverted dropout: an element becomes 0 with the layer's rate p as probability, else it is divided by 1 − p. So its expectation stays, and
 * a trained network needs no scaling. Srivastava et al.: Dropout (2014), section 10.
 */
final class Dropout {
    private final double rate;
    private final MatrixOperations operations;
    private final Matrix mask;
    private final Matrix output;
    private final double[] maskRow;

    Dropout(LayerDefinition layer, int rows, MatrixOperations operations) {
        this(
                layer.dropout(),
                operations,
                Matrix.zeros(operations.precision(), rows, layer.units()),
                Matrix.zeros(operations.precision(), rows, layer.units()),
                new double[layer.units()]);
    }

    private Dropout(double rate, MatrixOperations operations, Matrix mask, Matrix output, double[] maskRow) {
        this.rate = rate;
        this.operations = operations;
        this.mask = mask;
        this.output = output;
        this.maskRow = maskRow;
    }

    /** The same dropout on fewer rows, in the same memory. */
    Dropout rows(int rows) {
        return new Dropout(rate, operations, mask.rows(0, rows), output.rows(0, rows), maskRow);
    }

    /**
     * output = a ⊙ mask, with a new mask.
     *
     * @param a rows × units; not modified, because f′ may be computed from it
     * @param random one number is drawn for each element, row by row
     */
    void forward(Matrix a, RandomStream random) {
        double kept = 1 / (1 - rate);
        for (int i = 0; i < mask.rows(); i++) {
            for (int j = 0; j < maskRow.length; j++) {
                maskRow[j] = random.nextDouble() < rate ? 0 : kept;
            }
            mask.setRow(i, maskRow);
        }
        output.copyFrom(a);
        operations.multiplyElements(mask, output);
    }

    /** For a region of δ: ∂C/∂output → ∂C/∂a = ∂C/∂output ⊙ mask. */
    void backward(Matrix delta, int row, int rows, int column, int columns) {
        operations.multiplyElements(mask, delta, row, rows, column, columns);
    }

    Matrix output() {
        return output;
    }
}
