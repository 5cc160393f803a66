package dev.chainrule.network;

/** Bytes that are no {@link TrainingState}: cut short, altered, or of a version that is not known here. */
public final class CorruptStateException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    CorruptStateException(String message) {
        super(message);
    }

    CorruptStateException(String message, Throwable cause) {
        super(message, cause);
    }
}
