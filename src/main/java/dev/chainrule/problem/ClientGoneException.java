package dev.chainrule.problem;

/** The client closed its connection before it had its answer: nobody waits for the result any more. */
public final class ClientGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClientGoneException() {
        super("The client closed its connection before it had its answer", null, false, false);
    }
}
