package dev.chainrule.network;

/**
 * How a training run ended; each case carries only the evidence that exists for it.
 *
 * <p>In every case the network holds the parameters of the end of {@link #parametersEpoch()}, an epoch whose record the listener has
 * received; an unfinished epoch is undone.
 */
public sealed interface Outcome {
    /** The epoch at whose end the network had its present parameters; 0: untrained. */
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

    /** {@link TrainingPlan#maxSeconds()} passed; an epoch that was cut short is undone. */
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

    /** {@link TrainingListener#stopRequested()} was true; the records of completed epochs stay valid. */
    record Cancelled(int completedEpochs) implements Outcome {
        @Override
        public int parametersEpoch() {
            return completedEpochs;
        }
    }
}
