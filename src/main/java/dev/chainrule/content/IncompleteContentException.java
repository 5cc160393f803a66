package dev.chainrule.content;

/** A stored content, or a part of it, is missing or damaged. */
public final class IncompleteContentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IncompleteContentException(String message) {
        super(message);
    }
}
