package dev.chainrule.job;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The history of a job so far, read by one statement: no transition before its newest epoch is missing.
 *
 * @param stopReason null while it is live
 * @param version of the model; null until the job has succeeded
 * @param epoch the newest whose record is stored; {@link JobProgress#NONE} before the first
 * @param batchEpoch this and the next two as the last heartbeat wrote them
 */
record JobTimeline(JobState state, List<Transition> transitions, @Nullable StopReason stopReason,
        @Nullable Integer version, int epoch,
        @Nullable Integer batchEpoch, @Nullable Integer batch, @Nullable Integer batches) {

    /** The newest epoch that came before a transition; before the next one, if that is still to come. */
    int epochsBefore(int transition) {
        if (transition >= transitions.size() || transitions.get(transition).state().terminal()) {
            return epoch;
        }
        var known = transitions.get(transition).epoch();
        return known == null ? JobProgress.NONE : Math.min(known, epoch);
    }

    /** The progress within the epoch after the newest. */
    Optional<BatchProgress> current() {
        return BatchProgress.of(state, epoch, batchEpoch, batch, batches);
    }

    /** Whether a reader at this position has all epochs and transitions. */
    boolean isReadBy(EventCursor cursor) {
        return cursor.epoch() >= epoch && cursor.transitions() >= transitions.size();
    }
}
