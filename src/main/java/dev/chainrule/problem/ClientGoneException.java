package dev.chainrule.problem;

/** The client closed its connection before it had its answer, so that the result is not needed. */
public final class ClientGoneException extends RuntimeException {
    static final String DETAIL = "The client closed its connection before it had its answer";

    private static final long serialVersionUID = 1L;

    public ClientGoneException() {
        super(DETAIL, null, false, false);
    }
}
