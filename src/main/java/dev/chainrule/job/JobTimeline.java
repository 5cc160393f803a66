package dev.chainrule.job;

import java.time.Instant;
import java.util.List;

/**
 * How a job went so far, as one statement read it: none of the transitions before its newest epoch is missing.
 *
 * @param stopReason null while it is live
 * @param version of the model; null until the job has succeeded
 * @param epoch the newest whose record is stored; {@link JobProgress#NONE} before the first
 */
record JobTimeline(JobState state, List<Transition> transitions, StopReason stopReason, Integer version, int epoch) {

    /**
     * As the database has it.
     *
     * @param transitions none, if an earlier release of the service trained the job
     * @param epoch null before the first
     */
    JobTimeline(
            JobState state,
            List<Transition> transitions,
            StopReason stopReason,
            Integer version,
            Instant createdAt,
            Instant finishedAt,
            Integer epoch) {
        this(
                state,
                transitions.isEmpty()
                        ? List.of(new Transition(state, finishedAt == null ? createdAt : finishedAt, epoch, null))
                        : transitions,
                stopReason,
                version,
                epoch == null ? JobProgress.NONE : epoch);
    }

    /** The newest epoch that came before a transition; before the next one, if that is still to come. */
    int epochsBefore(int transition) {
        if (transition >= transitions.size() || transitions.get(transition).state().terminal()) {
            return epoch;
        }
        var known = transitions.get(transition).epoch();
        return known == null ? JobProgress.NONE : Math.min(known, epoch);
    }

    /** Whether a reader who is here has all of it. */
    boolean isReadBy(EventCursor cursor) {
        return cursor.epoch() >= epoch && cursor.transitions() >= transitions.size();
    }
}
