package dev.chainrule.matrix;

/** Thrown when shapes or precisions of operands do not fit each other; the message has the expected and the actual ones. */
public final class ShapeMismatchException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public ShapeMismatchException(String message) {
        super(message);
    }

    static ShapeMismatchException shape(String operand, int rows, int columns, Matrix actual) {
        return new ShapeMismatchException(
                "expected " + operand + " of " + rows + "×" + columns + ", actual " + actual.rows() + "×"
                        + actual.columns());
    }

    static ShapeMismatchException precision(Precision expected, Precision actual) {
        return new ShapeMismatchException("expected precision " + expected + ", actual " + actual);
    }
}
