package dev.chainrule.job;

import java.time.Instant;
import java.util.UUID;

/**
 * How one of a sweep's jobs stands.
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
        StopReason stopReason,
        long seed,
        String modelName,
        Integer modelVersion,
        String trainedEpoch,
        int epochs,
        int epoch,
        Instant startedAt,
        Instant finishedAt,
        int rowVersion) {

    /** This job alone. */
    public SweepTally tally(UUID sweep) {
        return new SweepTally(sweep, state, 1, epochs, Math.max(0, epoch), startedAt, finishedAt);
    }
}
