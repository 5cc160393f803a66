package dev.chainrule.job;

import dev.chainrule.network.EpochRecord;
import dev.chainrule.network.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Hears of every epoch of a run and hands the records on in bunches, so that many short epochs cost one write. Used by the thread
 * that trains; only the stop signal comes from elsewhere.
 */
final class TrainingLog implements TrainingListener {
    private final int epochs;
    private final int rows;
    private final boolean validates;
    private final long writeEveryNanos;
    private final LongSupplier nanoTime;
    private final AtomicBoolean stop;
    private final Consumer<Bunch> writer;

    private final List<EpochView> waiting = new ArrayList<>();
    private EpochView best;
    private double trainingSeconds;
    private long lastWritten;

    /**
     * @param epochs how many epochs there will be at most
     * @param rows training rows of an epoch
     * @param validates whether the best epoch is the one with the lowest validation cost
     * @param writer takes the records of consecutive epochs, in order
     */
    TrainingLog(
            int epochs,
            int rows,
            boolean validates,
            long writeEveryNanos,
            LongSupplier nanoTime,
            AtomicBoolean stop,
            Consumer<Bunch> writer) {
        this.epochs = epochs;
        this.rows = rows;
        this.validates = validates;
        this.writeEveryNanos = writeEveryNanos;
        this.nanoTime = nanoTime;
        this.stop = stop;
        this.writer = writer;
        this.lastWritten = nanoTime.getAsLong();
    }

    /**
     * Records that are not written yet.
     *
     * @param epochs consecutive, at least one
     * @param best of all epochs so far but the untrained network
     */
    record Bunch(
            List<EpochView> epochs, Optional<EpochView> best, OptionalDouble samplesPerSecond,
            OptionalDouble etaSeconds) {
        EpochView latest() {
            return epochs.getLast();
        }
    }

    @Override
    public void epochCompleted(EpochRecord record) {
        var view = EpochView.of(record);
        waiting.add(view);
        if (view.epoch() > 0) {
            trainingSeconds += record.seconds();
            if (best == null || monitored(view) < monitored(best)) {
                best = view;
            }
        }
        long now = nanoTime.getAsLong();
        if (view.epoch() == 0 || now - lastWritten >= writeEveryNanos) {
            unwritten().ifPresent(writer);
            waiting.clear();
            lastWritten = now;
        }
    }

    private double monitored(EpochView epoch) {
        var cost = validates ? epoch.validationCost() : epoch.cost();
        return cost == null ? Double.POSITIVE_INFINITY : cost;
    }

    @Override
    public boolean stopRequested() {
        return stop.get();
    }

    /** The records that the writer has not taken yet; empty if there is none. */
    Optional<Bunch> unwritten() {
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        int epoch = waiting.getLast().epoch();
        boolean measured = epoch > 0 && trainingSeconds > 0;
        return Optional.of(new Bunch(
                List.copyOf(waiting),
                Optional.ofNullable(best),
                measured ? OptionalDouble.of((double) rows * epoch / trainingSeconds) : OptionalDouble.empty(),
                measured ? OptionalDouble.of((epochs - epoch) * trainingSeconds / epoch) : OptionalDouble.empty()));
    }
}
