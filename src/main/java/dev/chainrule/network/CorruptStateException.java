package dev.chainrule.network;

/** Bytes that are no whole {@link TrainingState}: torn, altered, or of a form that this version does not know. */
public final class CorruptStateException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    CorruptStateException(String message) {
        super(message);
    }
}
