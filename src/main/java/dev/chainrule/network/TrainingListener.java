package dev.chainrule.network;

import java.util.function.Supplier;

/** Hears of a training run as it goes on, on the thread that trains. */
public interface TrainingListener {
    /**
     * An epoch is over, and its record stands whatever comes. Called for 0 (the untrained network), 1, 2, … without
     * gaps; a run that goes on from a state begins with the epoch after it.
     *
     * @param state takes a copy of the state from which the run could go on after this epoch; to be asked during this
     *     call only
     */
    void epochCompleted(EpochRecord record, Supplier<TrainingState> state);

    /**
     * The parameters moved for one more batch of an epoch that is not over yet.
     *
     * @param epoch from 1
     * @param batch from 1 to {@code batches}
     */
    default void batchCompleted(int epoch, int batch, int batches) {}

    /**
     * For how many nanoseconds the last {@link #epochCompleted} made the run wait for something that is no training: they are not counted
     * as time of the next epoch.
     */
    default long waited() {
        return 0;
    }

    /**
     * Asked before every batch, and before every block of a batch or of an evaluation that has several; the run ends as
     * {@link Outcome.Cancelled} once it says true.
     */
    boolean stopRequested();
}
