package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.job.StopSignal.StopRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The tests own the clock. */
class StopSignalTest {
    private static final Duration PATIENCE = Duration.ofNanos(100);

    private final AtomicLong nanoTime = new AtomicLong(1000);
    private final StopSignal stop = new StopSignal(nanoTime::get);

    @Test
    void withoutAReasonNothingIsDue() {
        assertThat(stop.reason()).isEqualTo(StopRequest.NONE);
        assertThat(stop.waitsForTheEpochsEnd()).isFalse();
        assertThat(stop.isDue()).isFalse();
        assertThat(stop.why()).isNull();
    }

    @Test
    void requeueIsDueWhenItsPatienceIsOver() {
        stop.requeue(PATIENCE, "shutdown");

        nanoTime.set(1099);
        assertThat(stop.isDue()).isFalse();
        nanoTime.set(1100);
        assertThat(stop.isDue()).isTrue();
        assertThat(stop.why()).isEqualTo("shutdown");
    }

    @Test
    void requeueIsDueAtTheEndOfTheEpoch() {
        stop.pause(PATIENCE);
        stop.atEpochsEnd();

        assertThat(stop.isDue()).isTrue();
    }

    @Test
    void secondRequeueKeepsTheReasonAndThePatienceOfTheFirst() {
        stop.requeue(PATIENCE, "shutdown");
        nanoTime.set(1050);

        stop.requeue(PATIENCE, "other");

        nanoTime.set(1100);
        assertThat(stop.isDue()).isTrue();
        assertThat(stop.why()).isEqualTo("shutdown");
    }

    @Test
    void cancelReplacesARequeueAndHasItsOwnPatience() {
        stop.pause(PATIENCE);
        nanoTime.set(1050);

        stop.cancel(PATIENCE);

        assertThat(stop.reason()).isEqualTo(StopRequest.CANCEL);
        nanoTime.set(1149);
        assertThat(stop.isDue()).isFalse();
        nanoTime.set(1150);
        assertThat(stop.isDue()).isTrue();
    }

    @Test
    void secondCancelKeepsThePatienceOfTheFirst() {
        stop.cancel(PATIENCE);
        nanoTime.set(1050);

        stop.cancel(PATIENCE);

        nanoTime.set(1100);
        assertThat(stop.isDue()).isTrue();
    }

    @Test
    void requeueDoesNotReplaceACancel() {
        stop.cancel(PATIENCE);

        stop.requeue(PATIENCE, "shutdown");

        assertThat(stop.reason()).isEqualTo(StopRequest.CANCEL);
        assertThat(stop.why()).isNull();
    }

    @Test
    void abandonIsDueBeforeTheNextBatchAndIsNotReplaced() {
        stop.abandon();

        assertThat(stop.isDue()).isTrue();
        assertThat(stop.waitsForTheEpochsEnd()).isFalse();
        stop.cancel(PATIENCE);
        assertThat(stop.reason()).isEqualTo(StopRequest.ABANDON);
    }

    @Test
    void withdrawnPauseStopsNothing() {
        stop.pause(PATIENCE);

        stop.withdrawPause();

        assertThat(stop.reason()).isEqualTo(StopRequest.NONE);
        nanoTime.set(1100);
        assertThat(stop.isDue()).isFalse();
    }

    @Test
    void pauseOfARunThatHasReachedTheEpochsEndIsNotWithdrawn() {
        stop.pause(PATIENCE);
        stop.atEpochsEnd();

        stop.withdrawPause();

        assertThat(stop.reason()).isEqualTo(StopRequest.REQUEUE);
    }

    @Test
    void shutdownAndCancellationAreNotWithdrawnWithAPause() {
        var cancelled = new StopSignal(nanoTime::get);
        cancelled.cancel(PATIENCE);
        stop.requeue(PATIENCE, "shutdown");

        cancelled.withdrawPause();
        stop.withdrawPause();

        assertThat(cancelled.reason()).isEqualTo(StopRequest.CANCEL);
        assertThat(stop.reason()).isEqualTo(StopRequest.REQUEUE);
    }
}
