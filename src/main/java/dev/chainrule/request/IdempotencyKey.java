package dev.chainrule.request;

import dev.chainrule.problem.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The header {@code Idempotency-Key}: a request that is repeated under the same key is served once. */
public final class IdempotencyKey {
    private static final int MAX_LENGTH = 255;

    private IdempotencyKey() {}

    /** @throws ProblemException (422) if there is a header and it is invalid */
    public static Optional<String> of(@Nullable String header) {
        if (header != null && (header.isBlank() || header.length() > MAX_LENGTH)) {
            throw ProblemException.invalid("Idempotency-Key", "must have from 1 to " + MAX_LENGTH + " characters");
        }
        return Optional.ofNullable(header);
    }
}
