package dev.chainrule.benchmark.training;

import dev.chainrule.network.EpochRecord;
import dev.chainrule.network.TrainingListener;
import dev.chainrule.network.TrainingState;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the clock where the warm-up ends and where training ends: at the ends of epochs, or before a batch where one of them takes too
 * long.
 *
 * <p>It counts a batch for each time it is asked whether to stop, which holds for batches of one block: those of all workloads.
 */
final class EpochClock implements TrainingListener {
    private final Workload workload;
    private final int rowsPerEpoch;
    private final long warmNanos;
    private final long timedNanos;

    /** Rows between two looks at the clock, which costs as much as a few rows of the smallest workload. */
    private static final int ROWS_PER_LOOK = 256;

    private long rowsOfEpochs;
    private int batches;
    private long nextLook;
    private boolean trains;
    private long deadline;
    private @Nullable Stamp start;
    private @Nullable Stamp end;

    EpochClock(Repeat.Question question, int rowsPerEpoch) {
        this.workload = question.workload();
        this.rowsPerEpoch = rowsPerEpoch;
        this.warmNanos = Stamp.nanos(question.warmSeconds());
        this.timedNanos = Stamp.nanos(question.timedSeconds());
    }

    @Override
    public void epochCompleted(EpochRecord epoch, Supplier<TrainingState> state) {
        batches = 0;
        if (epoch.epoch() == 0) {
            trains = true;
            deadline = System.nanoTime() + warmNanos;
            return;
        }
        rowsOfEpochs += rowsPerEpoch;
        if (start == null && epoch.epoch() == workload.warmEpochs()) {
            start(rowsOfEpochs);
        } else if (epoch.epoch() == workload.warmEpochs() + workload.timedEpochs()) {
            end = Stamp.at(rowsOfEpochs);
        }
    }

    @Override
    public boolean stopRequested() {
        if (!trains) {
            return false;
        }
        long rows = rowsOfEpochs + (long) batches * workload.batchSize();
        batches++;
        if (rows < nextLook) {
            return false;
        }
        nextLook = rows + ROWS_PER_LOOK;
        if (System.nanoTime() < deadline) {
            return false;
        }
        if (start == null) {
            start(rows);
            return false;
        }
        if (rows == start.rows()) {
            return false;
        }
        end = Stamp.at(rows);
        return true;
    }

    private void start(long rows) {
        var now = Stamp.at(rows);
        start = now;
        deadline = now.nanos() + timedNanos;
    }

    Stamp start() {
        return Objects.requireNonNull(start, "the warm-up has not ended");
    }

    Stamp end() {
        return Objects.requireNonNull(end, "training has not ended");
    }
}
