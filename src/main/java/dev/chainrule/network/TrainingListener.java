package dev.chainrule.network;

/** Hears of a training run as it goes on, on the thread that trains. */
public interface TrainingListener {
    /**
     * An epoch is over, and its record stands whatever comes. Called for 0 (the untrained network), 1, 2, … without
     * gaps.
     */
    void epochCompleted(EpochRecord record);

    /**
     * Asked before every batch, and before every block of a batch or of an evaluation that has several; the run ends as
     * {@link Outcome.Cancelled} once it says true.
     */
    boolean stopRequested();
}
