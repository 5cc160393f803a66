package dev.chainrule.network;

/** Bytes that are whole, but a {@link TrainingState} of a version that is not known here. */
public final class UnknownVersionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnknownVersionException(String message) {
        super(message);
    }
}
