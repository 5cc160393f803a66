package dev.chainrule.network;

/**
 * How a training run ended; each case carries only the evidence that exists for it.
 *
 * <p>However it ended, the network holds the parameters of the end of {@link #parametersEpoch()}, an epoch whose record
 * the listener has: what an unfinished epoch did is undone.
 */
public sealed interface Outcome {
    /** The epoch at whose end the parameters stood that the network is left with; 0: untrained. */
    int parametersEpoch();

    /**
     * All epochs of the plan were trained.
     *
     * @param cost of the last one
     */
    record Completed(int epochs, double cost, int parametersEpoch) implements Outcome {}

    /**
     * The monitored cost did not improve for as many epochs as the plan's patience.
     *
     * @param epoch the last trained
     * @param bestEpoch the one with the lowest monitored cost
     */
    record EarlyStopped(int epoch, int bestEpoch, int parametersEpoch) implements Outcome {}

    /** An epoch's cost reached {@link TrainingPlan#stopAtCost()}. */
    record TargetReached(int epoch, double cost, int parametersEpoch) implements Outcome {}

    /** {@link TrainingPlan#maxSeconds()} were over; an epoch that they cut short is undone. */
    record TimeLimit(int completedEpochs, int parametersEpoch) implements Outcome {}

    /**
     * A cost, or the sum of the squares of the gradient or of the parameters, was no longer finite.
     *
     * @param epoch in which it happened; it has no record
     * @param lastFiniteCost of the epoch before it; NaN if the untrained network has none
     */
    record Diverged(int epoch, double lastFiniteCost) implements Outcome {
        @Override
        public int parametersEpoch() {
            return Math.max(0, epoch - 1);
        }
    }

    /** {@link TrainingListener#stopRequested()} said so; the records of completed epochs stand. */
    record Cancelled(int completedEpochs) implements Outcome {
        @Override
        public int parametersEpoch() {
            return completedEpochs;
        }
    }
}
