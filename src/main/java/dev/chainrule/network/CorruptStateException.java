package dev.chainrule.network;

/** Bytes that are no {@link TrainingState}: cut short or altered. */
public final class CorruptStateException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    CorruptStateException(String message) {
        super(message);
    }

    CorruptStateException(String message, Throwable cause) {
        super(message, cause);
    }
}
