package dev.chainrule.matrix;

/** Thrown when a result shares memory with an operand that is still needed. */
public final class AliasingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public AliasingException(String message) {
        super(message);
    }
}
