package dev.chainrule.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step in a job's life.
 *
 * @param state that it came to
 * @param epoch the newest on record when it did; null before the first
 * @param reason why, where that does not go without saying
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Transition(JobState state, Instant at, @Nullable Integer epoch, @Nullable String reason) {
    Transition(JobState state, Stamp now, @Nullable String reason) {
        this(state, now.time(), now.epoch() == JobProgress.NONE ? null : now.epoch(), reason);
    }
}
