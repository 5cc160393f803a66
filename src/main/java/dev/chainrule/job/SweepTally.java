package dev.chainrule.job;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Those of a sweep's jobs that are in one state.
 *
 * @param epochs what they train in all
 * @param completed what they have trained of that
 * @param startedAt when the first began
 * @param finishedAt when the last ended
 */
public record SweepTally(
        UUID sweep, JobState state, long jobs, long epochs, long completed, @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {}
