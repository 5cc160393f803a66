package dev.chainrule.content;

/** A content, or a part of one, that was stored is not there any more, or is damaged. */
public final class IncompleteContentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IncompleteContentException(String message) {
        super(message);
    }
}
