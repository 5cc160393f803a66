package dev.chainrule.job;

import dev.chainrule.health.FatalErrors;
import dev.chainrule.job.StopSignal.StopRequest;
import dev.chainrule.job.history.Epoch;
import dev.chainrule.network.EpochRecord;
import dev.chainrule.network.TrainingListener;
import dev.chainrule.network.TrainingState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Write-behind listener of a run: writes the records of many epochs in one transaction, and a checkpoint from time to time. Training
 * waits for a write only at the end of the run, and while as many records wait as may be kept in memory.
 */
final class EpochWriteBehind implements TrainingListener {
    /** The most records that wait for a write; the write under way may hold as many again. */
    static final int MAX_WAITING = 1 << 14;

    /** Bytes of a waiting record: its object, its figures, and its place in two lists. */
    static final int BYTES_PER_RECORD = 320;

    /** The most states in memory at a time: one that waits for a write, and one that is being written. */
    static final int STATES = 2;

    private static final long STOP_CHECK_MILLISECONDS = 100;

    /** Writes records and a state, if there is one, in one transaction. */
    interface Writer {
        void write(Optional<EpochBatch> records, Optional<TrainingState> state);
    }

    /** The run's number of epochs, and of training rows. */
    record RunSize(int epochs, int rows) {}

    /** How often records and states are written. */
    record Intervals(Duration records, Duration states) {}

    private final RunSize run;
    private final Intervals intervals;
    private final LongSupplier nanoTime;
    private final StopSignal stop;
    private final Executor executor;
    private final Writer writer;

    private final List<Epoch> waiting = new ArrayList<>();
    private @Nullable TrainingState state;
    private @Nullable Epoch best;
    private int epochsTimed;
    private double secondsTimed;
    /** How long the last {@link #epochCompleted} waited, in nanoseconds. */
    private long waited;
    private long lastRecords;
    private long lastState;
    private boolean writing;
    /** Records of the write under way. */
    private int beingWritten;
    private @Nullable Throwable failure;

    private volatile @Nullable Epoch latest;

    /** The same for every epoch of the run; set before {@link #batch}. */
    private int batches;

    /** The current epoch in the upper half, its last batch in the lower one; 0 before the first. One write a batch, without a lock. */
    private volatile long batch;

    /**
     * @param best of the epochs before, if the run resumes from a state
     * @param executor runs the writes, one after the other
     */
    EpochWriteBehind(
            RunSize run,
            Intervals intervals,
            Optional<Epoch> best,
            LongSupplier nanoTime,
            StopSignal stop,
            Executor executor,
            Writer writer) {
        this.run = run;
        this.intervals = intervals;
        this.best = best.orElse(null);
        this.nanoTime = nanoTime;
        this.stop = stop;
        this.executor = executor;
        this.writer = writer;
        this.lastRecords = nanoTime.getAsLong();
        this.lastState = lastRecords;
    }

    @Override
    public void batchCompleted(int epoch, int number, int ofEpoch) {
        batches = ofEpoch;
        batch = (long) epoch << Integer.SIZE | number;
    }

    /** The run's progress within its current epoch; any thread may call this. */
    Optional<BatchProgress> batch() {
        long last = batch;
        return last == 0
                ? Optional.empty()
                : Optional.of(new BatchProgress((int) (last >>> Integer.SIZE), (int) last, batches));
    }

    /** The newest epoch of the run, which may not be written yet; empty before the first. Any thread may call this. */
    Optional<Epoch> latest() {
        return Optional.ofNullable(latest);
    }

    /** How many records are not written yet, those of the write under way included. Any thread may call this. */
    synchronized int unwritten() {
        return waiting.size() + beingWritten;
    }

    /**
     * Records that are not written yet.
     *
     * @param epochs consecutive, at least one
     * @param best of all epochs so far but the untrained network
     */
    record EpochBatch(
            List<Epoch> epochs, Optional<Epoch> best, OptionalDouble samplesPerSecond,
            OptionalDouble etaSeconds) {
        Epoch latest() {
            return epochs.getLast();
        }
    }

    /** The most bytes that a run of this many epochs takes here, without its states. */
    static long bytes(int epochs) {
        return 2L * Math.min(MAX_WAITING, epochs + 1L) * BYTES_PER_RECORD;
    }

    @Override
    public synchronized void epochCompleted(EpochRecord record, Supplier<TrainingState> snapshot) {
        waited = awaitRoom();
        var epoch = Epoch.of(record);
        waiting.add(epoch);
        latest = epoch;
        if (epoch.number() > 0) {
            epochsTimed++;
            secondsTimed += record.seconds();
            if (best == null || epoch.isBetterThan(best)) {
                best = epoch;
            }
        }
        long now = nanoTime.getAsLong();
        if (stop.waitsForTheEpochsEnd()) {
            state = null; // before another one takes as much memory
            state = snapshot.get();
            stop.atEpochsEnd();
        } else if (state == null && now - lastState >= intervals.states().toNanos()) {
            state = snapshot.get();
            lastState = now;
        }
        if (epoch.number() == 0 || state != null || waiting.size() >= MAX_WAITING / 2
                || now - lastRecords >= intervals.records().toNanos()) {
            beginWriting(now);
        }
    }

    /** @return how long it waited, in nanoseconds */
    private long awaitRoom() {
        if (!isFull()) {
            return 0;
        }
        long since = nanoTime.getAsLong();
        try {
            while (isFull() && failure == null && stop.reason() == StopRequest.NONE) {
                // A write that began earlier did not take these records.
                beginWriting(nanoTime.getAsLong());
                if (isFull()) {
                    // In slices: nothing wakes it when the run is to stop.
                    wait(STOP_CHECK_MILLISECONDS);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            stop.abandon();
        }
        return nanoTime.getAsLong() - since;
    }

    private boolean isFull() {
        return waiting.size() >= MAX_WAITING;
    }

    @Override
    public synchronized long waited() {
        return waited;
    }

    @Override
    public boolean stopRequested() {
        return stop.isDue();
    }

    /** Writes records that have waited long enough, although no epoch has ended. Another thread calls this periodically. */
    synchronized void flush() {
        long now = nanoTime.getAsLong();
        if (!waiting.isEmpty() && now - lastRecords >= intervals.records().toNanos()) {
            beginWriting(now);
        }
    }

    private void beginWriting(long now) {
        if (!writing && failure == null) {
            writing = true;
            lastRecords = now;
            try {
                executor.execute(this::write);
            } catch (RuntimeException | Error unwritten) {
                FatalErrors.endOn(unwritten);
                writing = false;
                throw unwritten;
            }
        }
    }

    private void write() {
        Optional<EpochBatch> records;
        Optional<TrainingState> taken;
        synchronized (this) {
            records = takeRecords();
            taken = takeState();
            beingWritten = records.map(batch -> batch.epochs().size()).orElse(0);
        }
        Throwable failed = null;
        try {
            writer.write(records, taken);
        } catch (RuntimeException | Error thrown) {
            FatalErrors.endOn(thrown);
            failed = thrown;
        }
        synchronized (this) {
            writing = false;
            beingWritten = 0;
            if (failed != null) {
                failure = failed;
                stop.abandon();
            }
            notifyAll();
        }
    }

    /** What is not written yet when the run ends. */
    record Unwritten(Optional<EpochBatch> records, Optional<TrainingState> state) {}

    /**
     * Waits for the write under way and returns what is still unwritten.
     *
     * @throws RuntimeException the failure of a write, which is not retried any further; it may be an {@link Error}
     */
    synchronized Unwritten close() throws InterruptedException {
        while (writing) {
            wait();
        }
        switch (failure) {
            case null -> {}
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            case Throwable other -> throw new IllegalStateException(other);
        }
        return new Unwritten(takeRecords(), takeState());
    }

    private Optional<TrainingState> takeState() {
        var taken = Optional.ofNullable(state);
        state = null;
        return taken;
    }

    private Optional<EpochBatch> takeRecords() {
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        int epoch = waiting.getLast().number();
        boolean measured = epochsTimed > 0 && secondsTimed > 0;
        var records = new EpochBatch(
                List.copyOf(waiting),
                Optional.ofNullable(best),
                measured ? OptionalDouble.of((double) run.rows() * epochsTimed / secondsTimed) : OptionalDouble.empty(),
                measured ? OptionalDouble.of((run.epochs() - epoch) * secondsTimed / epochsTimed)
                        : OptionalDouble.empty());
        waiting.clear();
        return Optional.of(records);
    }
}
