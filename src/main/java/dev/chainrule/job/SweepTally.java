package dev.chainrule.job;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Those of a sweep's jobs that are in one state.
 *
 * @param epochs the most that they train, added up
 * @param completed the epochs that they have completed, added up
 * @param startedAt when the first started
 * @param finishedAt when the last ended
 */
public record SweepTally(
        UUID sweep, JobState state, long jobs, long epochs, long completed, @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {}
