package dev.chainrule.matrix;

import java.util.Objects;

/** Checks that the operands of an operation fit. Each check is a few comparisons. */
final class OperandChecks {
    private final Precision precision;

    OperandChecks(Precision precision) {
        this.precision = precision;
    }

    /** Checks the precision. */
    void requireOperand(Matrix operand) {
        if (operand.precision() != precision) {
            throw ShapeMismatchException.precision(precision, operand.precision());
        }
    }

    /**
     * Checks precision and shape.
     *
     * @param name what the operand is, with its article, for the message
     */
    void requireOperand(Matrix operand, String name, int rows, int columns) {
        requireOperand(operand);
        if (operand.rows() != rows || operand.columns() != columns) {
            throw ShapeMismatchException.shape(name, rows, columns, operand);
        }
    }

    void requireProduct(Matrix a, Matrix b, Matrix c, int bRows, int bColumns, int cRows, int cColumns) {
        requireOperand(a);
        requireOperand(b, "a right factor", bRows, bColumns);
        requireOperand(c, "a product", cRows, cColumns);
        requireDisjoint(a, c);
        requireDisjoint(b, c);
    }

    static void requireRegion(Matrix whole, int row, int rows, int column, int columns) {
        Objects.checkFromIndexSize(row, rows, whole.rows());
        Objects.checkFromIndexSize(column, columns, whole.columns());
    }

    static void requireDisjoint(Matrix x, Matrix y) {
        if (x.overlaps(y)) {
            throw new AliasingException(
                    "expected operands without common memory, actual " + x + " and " + y + " overlap");
        }
    }

    static void requireDisjointOrSame(Matrix x, Matrix y) {
        if (x.overlaps(y) && x.offset() != y.offset()) {
            throw new AliasingException(
                    "expected the same elements or no common memory, actual " + x + " and " + y + " overlap in part");
        }
    }
}
