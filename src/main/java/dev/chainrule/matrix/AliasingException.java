package dev.chainrule.matrix;

/** A result that would overwrite an operand which is still needed: the two share memory where they may not. */
public final class AliasingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public AliasingException(String message) {
        super(message);
    }
}
