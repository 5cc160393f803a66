package dev.chainrule.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * A step in a job's life.
 *
 * @param state that it came to
 * @param reason why, where that does not go without saying; else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Transition(JobState state, Instant at, String reason) {}
