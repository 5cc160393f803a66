package dev.chainrule.benchmark.harness;

/** A child process ended, or did not answer; the message has the end of what it said on stderr. */
public final class ChildFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ChildFailedException(String message) {
        super(message);
    }

    ChildFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
