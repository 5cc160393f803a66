package dev.chainrule.network;

/** Thrown for complete bytes of a {@link TrainingState} in a version that is not known here. */
public final class UnknownVersionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnknownVersionException(String message) {
        super(message);
    }
}
