package dev.chainrule.network;

/** Thrown for bytes that are not a {@link TrainingState}: truncated or altered. */
public final class CorruptStateException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    CorruptStateException(String message) {
        super(message);
    }

    CorruptStateException(String message, Throwable cause) {
        super(message, cause);
    }
}
