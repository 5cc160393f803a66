package dev.chainrule.job;

import java.util.EnumSet;
import java.util.Set;

/**
 * The state of a job: {@code QUEUED → RUNNING → SUCCEEDED | FAILED | CANCELLED}, with {@code PAUSED} aside and with
 * {@code PAUSING} and {@code CANCELLING} while the worker has not carried out the command. A job that lost its worker is
 * {@code QUEUED} again.
 */
public enum JobState {
    QUEUED,
    RUNNING,
    PAUSING,
    PAUSED,
    CANCELLING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    /** States in which a worker holds the job. */
    static final Set<JobState> HELD = EnumSet.of(RUNNING, PAUSING, CANCELLING);

    /** States that are not terminal. */
    static final Set<JobState> LIVE = EnumSet.of(QUEUED, RUNNING, PAUSING, PAUSED, CANCELLING);

    static final Set<JobState> TERMINAL = EnumSet.complementOf(EnumSet.copyOf(LIVE));

    public boolean terminal() {
        return !LIVE.contains(this);
    }

    boolean held() {
        return HELD.contains(this);
    }
}
