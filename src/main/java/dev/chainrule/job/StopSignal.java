package dev.chainrule.job;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Tells the thread that trains a job to stop, and why. A stronger reason replaces a weaker one. */
final class StopSignal {
    /** From the weakest to the strongest. */
    enum StopRequest {
        NONE,
        /** At the end of the epoch, so that nothing is lost: the job is to pause, or the service ends. */
        REQUEUE,
        /** At the end of the epoch, if that comes soon, so that its state is kept: a user cancelled it. */
        CANCEL,
        /** Before the next batch, and nothing is written: another worker holds the job, or writes fail. */
        ABANDON
    }

    private final LongSupplier nanoTime;
    private volatile StopRequest reason = StopRequest.NONE;
    private volatile boolean now;
    private @Nullable String why;
    private long patienceEnds;

    StopSignal(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * @param patience how long the epoch may still take; after that, it is discarded
     * @param because the reason in the job's transitions
     */
    void requeue(Duration patience, String because) {
        begin(patience, because);
    }

    /** Stops the run because its job is to pause; the transition needs no other reason; {@code patience} as for {@link #requeue}. */
    void pause(Duration patience) {
        begin(patience, null);
    }

    private synchronized void begin(Duration patience, @Nullable String because) {
        if (reason == StopRequest.NONE) {
            why = because;
            patienceEnds = nanoTime.getAsLong() + patience.toNanos();
            reason = StopRequest.REQUEUE;
        }
    }

    /** Withdraws a pause, unless the run has stopped for it already; other reasons stay. */
    synchronized void withdrawPause() {
        if (reason == StopRequest.REQUEUE && why == null && !now) {
            reason = StopRequest.NONE;
        }
    }

    /** @param patience as for {@link #requeue} */
    synchronized void cancel(Duration patience) {
        if (reason.compareTo(StopRequest.CANCEL) < 0) {
            patienceEnds = nanoTime.getAsLong() + patience.toNanos();
            reason = StopRequest.CANCEL;
        }
    }

    synchronized void abandon() {
        reason = StopRequest.ABANDON;
        now = true;
    }

    /** The run is at the end of an epoch, whose state is taken: it stops now. */
    synchronized void atEpochsEnd() {
        now = true;
    }

    /** Why the job is requeued; null for a pause. */
    synchronized @Nullable String why() {
        return why;
    }

    StopRequest reason() {
        return reason;
    }

    boolean isAbandoned() {
        return reason == StopRequest.ABANDON;
    }

    /** Asked before every batch. */
    boolean isDue() {
        return now || (waitsForTheEpochsEnd() && patienceIsOver());
    }

    /** Whether the run is to end at the end of the epoch, with its state. */
    boolean waitsForTheEpochsEnd() {
        return reason == StopRequest.REQUEUE || reason == StopRequest.CANCEL;
    }

    private synchronized boolean patienceIsOver() {
        return nanoTime.getAsLong() - patienceEnds >= 0;
    }
}
