package dev.chainrule.callback;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to deliver a callback failed. The reason may be shown to users: of the answer it contains the status only, and no address. The
 * cause is for the log only.
 */
public final class CallbackFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String reason;
    private final boolean worthRetry;

    private CallbackFailedException(String reason, boolean worthRetry, @Nullable Throwable cause) {
        super(reason, cause);
        this.reason = reason;
        this.worthRetry = worthRetry;
    }

    static CallbackFailedException temporary(String reason) {
        return new CallbackFailedException(reason, true, null);
    }

    static CallbackFailedException temporary(String reason, Throwable cause) {
        return new CallbackFailedException(reason, true, cause);
    }

    static CallbackFailedException permanent(String reason) {
        return new CallbackFailedException(reason, false, null);
    }

    /** What the receiver did, as in "answered 500" or "refused the connection". */
    public String reason() {
        return reason;
    }

    /** Whether a later attempt may succeed. */
    public boolean worthRetry() {
        return worthRetry;
    }
}
