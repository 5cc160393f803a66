package dev.chainrule.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A transition of a job.
 *
 * @param state the new state
 * @param epoch the recorded epoch at that time; null before the first
 * @param reason why; null where the state needs none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Transition(JobState state, Instant at, @Nullable Integer epoch, @Nullable String reason) {
    Transition(JobState state, Stamp now, @Nullable String reason) {
        this(state, now.time(), now.epoch() == JobProgress.NONE ? null : now.epoch(), reason);
    }
}
