package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.job.EpochWriteBehind.EpochBatch;
import dev.chainrule.job.EpochWriteBehind.Intervals;
import dev.chainrule.job.EpochWriteBehind.RunSize;
import dev.chainrule.job.StopSignal.StopRequest;
import dev.chainrule.job.history.Epoch;
import dev.chainrule.network.EpochRecord;
import dev.chainrule.network.Scores;
import dev.chainrule.network.TrainingState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run writes, and when. The tests own the clock and the writes. */
class EpochWriteBehindTest {
    private static final Duration RECORDS = Duration.ofNanos(1_000);
    private static final Duration STATES = Duration.ofNanos(10_000);

    private final AtomicLong nanoTime = new AtomicLong();
    private final StopSignal stop = new StopSignal(nanoTime::get);
    private final Queue<Runnable> writes = new ArrayDeque<>();
    private final List<EpochBatch> written = new ArrayList<>();
    private final List<Integer> statesOf = new ArrayList<>();
    private Throwable failure;

    private EpochWriteBehind writeBehind(Optional<Epoch> best) {
        return new EpochWriteBehind(
                new RunSize(10, 100), new Intervals(RECORDS, STATES), best, nanoTime::get, stop, writes::add,
                this::write);
    }

    private EpochWriteBehind writeBehind() {
        return writeBehind(Optional.empty());
    }

    private void write(Optional<EpochBatch> batch, Optional<TrainingState> state) {
        switch (failure) {
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            case null, default -> {}
        }
        batch.ifPresent(written::add);
    }

    private void writeAll() {
        while (!writes.isEmpty()) {
            writes.remove().run();
        }
    }

    private static EpochRecord epoch(int epoch, double cost, double validationCost) {
        return new EpochRecord(epoch, scores(cost), scores(validationCost), 0.1, 1, 0.5);
    }

    private static Scores scores(double cost) {
        return new Scores(cost, Double.NaN, Double.NaN, Double.NaN);
    }

    private void complete(EpochWriteBehind writeBehind, int epoch, double cost, double validationCost) {
        writeBehind.epochCompleted(epoch(epoch, cost, validationCost), state(epoch));
    }

    private void complete(EpochWriteBehind writeBehind, int epoch) {
        complete(writeBehind, epoch, 1, Double.NaN);
    }

    /** Notes for which epochs a state was asked for; there is none in these tests. */
    private Supplier<TrainingState> state(int epoch) {
        return () -> {
            statesOf.add(epoch);
            return null;
        };
    }

    @Test
    void writesTheUntrainedNetworkImmediatelyAndShortEpochsTogether() throws Exception {
        var writeBehind = writeBehind();

        complete(writeBehind, 0);
        writeAll();
        complete(writeBehind, 1);
        nanoTime.addAndGet(1_000);
        complete(writeBehind, 2);
        writeAll();
        complete(writeBehind, 3);

        assertThat(written).hasSize(2);
        assertThat(written.getFirst().epochs()).extracting(Epoch::number).containsExactly(0);
        assertThat(written.getLast().epochs()).extracting(Epoch::number).containsExactly(1, 2);
        assertThat(writeBehind.close().records().orElseThrow().epochs()).extracting(Epoch::number).containsExactly(3);
    }

    @Test
    void doesNotBeginAWriteBeforeTheLastOneIsOver() {
        var writeBehind = writeBehind();
        complete(writeBehind, 0);
        nanoTime.addAndGet(1_000);
        complete(writeBehind, 1);
        assertThat(writes).hasSize(1);

        writeAll();
        nanoTime.addAndGet(1_000);
        complete(writeBehind, 2);
        writeAll();

        assertThat(written.getFirst().epochs()).as("taken when the write ran").extracting(Epoch::number)
                .containsExactly(0, 1);
        assertThat(written.getLast().epochs()).extracting(Epoch::number).containsExactly(2);
    }

    @Test
    void anEpochThatFindsNoRoomBeginsTheWriteThatMakesRoom() {
        var epochs = new AtomicInteger();
        var created = new AtomicReference<EpochWriteBehind>();
        var writeBehind = new EpochWriteBehind(
                new RunSize(1_000_000, 100), new Intervals(RECORDS, STATES), Optional.empty(), nanoTime::get, stop,
                Runnable::run,
                (batch, _) -> {
                    batch.ifPresent(written::add);
                    for (int i = 0; written.size() == 1 && i < EpochWriteBehind.MAX_WAITING; i++) {
                        complete(created.get(), epochs.incrementAndGet());
                    }
                });
        created.set(writeBehind);

        complete(writeBehind, 0);
        complete(writeBehind, epochs.incrementAndGet());

        assertThat(written).extracting(batch -> batch.epochs().size()).containsExactly(1, EpochWriteBehind.MAX_WAITING);
    }

    @Test
    void waitingRecordsAreWrittenDuringALongEpoch() {
        var writeBehind = writeBehind();
        complete(writeBehind, 0);
        writeAll();
        complete(writeBehind, 1);
        writeBehind.flush();
        assertThat(writes).as("not due yet").isEmpty();

        nanoTime.addAndGet(1_000);
        writeBehind.flush();
        writeAll();

        assertThat(written.getLast().epochs()).extracting(Epoch::number).containsExactly(1);
    }

    @Test
    void takesASnapshotWhenOneIsDueAndWhenTheJobIsRequeued() {
        var writeBehind = writeBehind();
        complete(writeBehind, 0);
        nanoTime.addAndGet(10_000);
        complete(writeBehind, 1);
        complete(writeBehind, 2);
        assertThat(statesOf).containsExactly(1);
        assertThat(writeBehind.stopRequested()).isFalse();

        stop.requeue(Duration.ofSeconds(1), "because");
        assertThat(writeBehind.stopRequested()).as("the epoch may still end").isFalse();
        complete(writeBehind, 3);

        assertThat(statesOf).containsExactly(1, 3);
        assertThat(writeBehind.stopRequested()).isTrue();
    }

    @Test
    void doesNotWaitForAnEpochThatTakesTooLong() {
        var writeBehind = writeBehind();
        stop.pause(Duration.ofNanos(500));
        assertThat(writeBehind.stopRequested()).isFalse();

        nanoTime.addAndGet(500);

        assertThat(writeBehind.stopRequested()).isTrue();
    }

    @Test
    void bestEpochHasTheLowestSelectionCostAndIsNotTheUntrainedNetwork() throws Exception {
        var byCost = writeBehind();
        complete(byCost, 0, 0.1, Double.NaN);
        complete(byCost, 1, 2, Double.NaN);
        complete(byCost, 2, 1, Double.NaN);
        complete(byCost, 3, 1, Double.NaN);
        writeAll();
        assertThat(written.getLast().best().orElseThrow().number()).isEqualTo(2);

        var byValidation = writeBehind(Optional.empty());
        complete(byValidation, 0, 0.1, 0.1);
        complete(byValidation, 1, 2, 5);
        complete(byValidation, 2, 1, 7);
        writeAll();
        assertThat(written.getLast().best().orElseThrow().number()).isEqualTo(1);
    }

    @Test
    void bestEpochOfTheEarlierRunIsKept() {
        var before = Epoch.of(epoch(4, 0.5, Double.NaN));
        var writeBehind = writeBehind(Optional.of(before));
        complete(writeBehind, 5, 0.6, Double.NaN);
        nanoTime.addAndGet(1_000);
        complete(writeBehind, 6, 0.7, Double.NaN);
        writeAll();

        assertThat(written.getLast().best()).contains(before);
    }

    @Test
    void speedAndRemainingTimeFollowFromTheEpochsSoFar() throws Exception {
        var writeBehind = writeBehind();
        complete(writeBehind, 0);
        writeAll();
        complete(writeBehind, 1);
        complete(writeBehind, 2);

        var rest = writeBehind.close().records().orElseThrow();

        assertThat(written.getFirst().samplesPerSecond()).as("nothing trained yet").isEmpty();
        assertThat(rest.samplesPerSecond()).as("2 epochs of 100 rows in 2 · 0.5 s").hasValue(200);
        assertThat(rest.etaSeconds()).as("8 epochs of 0.5 s").hasValue(4);
    }

    @ParameterizedTest
    @MethodSource
    void writeThatFailsPermanentlyAbandonsTheRunAndIsThrownByClose(Throwable thrown) {
        failure = thrown;
        var writeBehind = writeBehind();
        complete(writeBehind, 0);

        writeAll();

        assertThat(writeBehind.stopRequested()).isTrue();
        assertThat(stop.reason()).isEqualTo(StopRequest.ABANDON);
        assertThatThrownBy(writeBehind::close).isSameAs(thrown);
    }

    static List<Throwable> writeThatFailsPermanentlyAbandonsTheRunAndIsThrownByClose() {
        return List.of(new IllegalStateException("no database"), new AssertionError("a bug"));
    }

    @Test
    void aWriteThatCannotBeginEndsTheRunAndDoesNotHinderItsEnd() throws Exception {
        var writeBehind = new EpochWriteBehind(
                new RunSize(10, 100), new Intervals(RECORDS, STATES), Optional.empty(), nanoTime::get, stop,
                _ -> {
                    throw new AssertionError("no thread");
                },
                this::write);

        assertThatThrownBy(() -> complete(writeBehind, 0)).hasMessage("no thread");

        assertThat(writeBehind.close().records()).isPresent();
    }

    @Test
    void jobResumedBeforeItsPauseContinues() {
        stop.pause(Duration.ofSeconds(1));

        stop.withdrawPause();

        assertThat(stop.reason()).isEqualTo(StopRequest.NONE);
        nanoTime.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(stop.isDue()).isFalse();
    }

    @Test
    void resumedJobStillStopsWithItsService() {
        stop.requeue(Duration.ofSeconds(1), "The service was stopped");

        stop.withdrawPause();

        assertThat(stop.reason()).isEqualTo(StopRequest.REQUEUE);
    }

    @Test
    void aStrongerReasonToStopReplacesAWeakerOne() {
        stop.requeue(Duration.ofSeconds(1), "first");
        stop.cancel(Duration.ofSeconds(1));
        stop.requeue(Duration.ofSeconds(1), "second");
        assertThat(stop.reason()).isEqualTo(StopRequest.CANCEL);

        stop.abandon();
        stop.cancel(Duration.ofSeconds(1));
        assertThat(stop.reason()).isEqualTo(StopRequest.ABANDON);
    }
}
