package dev.chainrule.job;

import java.time.Instant;
import java.util.UUID;

/**
 * Those of a sweep's jobs that are in one state.
 *
 * @param fractions the sum of their completed epochs' shares, each from 0 to 1
 * @param startedAt when the first began, or null
 * @param finishedAt when the last ended, or null
 */
public record SweepTally(
        UUID sweep, JobState state, long jobs, double fractions, Instant startedAt, Instant finishedAt) {}
