package dev.chainrule.request;

import dev.chainrule.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The query parameter {@code wait}: how long an answer may be delayed until the resource has changed. */
public final class LongPoll {
    /** How soon a client that polls without waiting should ask again. */
    public static final Duration POLL_AGAIN = Duration.ofSeconds(1);

    private static final int MAX_SECONDS = 60;

    private LongPoll() {}

    /**
     * @param seconds the query parameter
     * @throws ProblemException (422) if it is invalid
     */
    public static Optional<Duration> patience(@Nullable Integer seconds) {
        if (seconds != null && (seconds < 0 || seconds > MAX_SECONDS)) {
            throw ProblemException.invalid("?wait",
                    "must be between 0 and " + MAX_SECONDS + " seconds, but is " + seconds);
        }
        return Optional.ofNullable(seconds).map(Duration::ofSeconds);
    }
}
