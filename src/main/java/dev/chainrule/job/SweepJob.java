package dev.chainrule.job;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state of one of a sweep's jobs.
 *
 * @param index from 0, in the order of submission
 * @param stopReason null while it is live
 * @param modelVersion null until it has succeeded
 * @param trainedEpoch the record of the epoch whose parameters the version has, as JSON; null until it has succeeded
 * @param epoch the newest completed one; below 1 before the first
 * @param epochs how many there will be at most
 * @param rowVersion grows with every transition
 */
public record SweepJob(
        UUID id,
        int index,
        JobState state,
        @Nullable StopReason stopReason,
        long seed,
        String modelName,
        @Nullable Integer modelVersion,
        @Nullable String trainedEpoch,
        int epochs,
        int epoch,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        int rowVersion) {

    /** This job alone. */
    public SweepTally tally(UUID sweep) {
        return new SweepTally(sweep, state, 1, epochs, Math.max(0, epoch), startedAt, finishedAt);
    }
}
