package dev.chainrule.network;

import java.util.function.Supplier;

/** Receives the progress of a training run, on the thread that trains. */
public interface TrainingListener {
    /**
     * Called after every completed epoch, whose record is final: for 0 (the untrained network), 1, 2, … without gaps. A resumed run begins
     * with the epoch after its state.
     *
     * @param state copies the state from which a run can resume after this epoch; to be called during this call only
     */
    void epochCompleted(EpochRecord record, Supplier<TrainingState> state);

    /**
     * Called after every batch, before its epoch is completed.
     *
     * @param epoch from 1
     * @param batch from 1 to {@code batches}
     */
    default void batchCompleted(int epoch, int batch, int batches) {}

    /**
     * Nanoseconds for which the last {@link #epochCompleted} made the run wait for something other than training: they do not count as time
     * of the next epoch.
     */
    default long waited() {
        return 0;
    }

    /**
     * Called before every batch, and before every block of a batch or of an evaluation that has several; the run ends as
     * {@link Outcome.Cancelled} once it returns true.
     */
    boolean stopRequested();
}
