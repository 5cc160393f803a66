package dev.chainrule.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * A step in a job's life.
 *
 * @param state that it came to
 * @param epoch the newest on record when it did; null before the first
 * @param reason why, where that does not go without saying; else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Transition(JobState state, Instant at, Integer epoch, String reason) {
    Transition(JobState state, Stamp now, String reason) {
        this(state, now.time(), now.epoch() == JobProgress.NONE ? null : now.epoch(), reason);
    }
}
