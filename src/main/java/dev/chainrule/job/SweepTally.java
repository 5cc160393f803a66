package dev.chainrule.job;

import java.time.Instant;
import java.util.UUID;

/**
 * Those of a sweep's jobs that are in one state.
 *
 * @param epochs what they train in all
 * @param completed what they have trained of that
 * @param startedAt when the first began, or null
 * @param finishedAt when the last ended, or null
 */
public record SweepTally(
        UUID sweep, JobState state, long jobs, long epochs, long completed, Instant startedAt, Instant finishedAt) {}
