package dev.chainrule.network;

import org.jspecify.annotations.Nullable;

/**
 * How to train.
 *
 * @param epochs passes over the training rows, at least 0
 * @param batchSize rows of a batch; all rows if it is more than there are, as {@link #FULL} is. The last batch of an
 *     epoch has what is left
 * @param schedule of the optimiser's learning rate
 * @param shuffle whether every epoch has its own order of rows. An epoch of a single batch keeps the given order: its
 *     gradient is the same
 * @param seed what shuffling and dropout follow from
 * @param metric measured beside the cost
 * @param clipNorm most that √Σg² over all parameters may be; a longer gradient is scaled by clipNorm/(norm + 10⁻⁶).
 *     {@link #NO_CLIPPING}: none
 * @param stopAtCost the run ends after an epoch whose training cost is not above it; {@link #NO_TARGET}: none
 * @param maxSeconds the run ends with the last epoch that fits, to judge by how long the one before took. One that
 *     outlasts them nevertheless has as much time again, though no more than a second; then it is cut short and undone.
 *     {@link #NO_TIME_LIMIT}: none
 * @param earlyStopping null: none
 */
public record TrainingPlan(
        int epochs,
        int batchSize,
        OptimizerDefinition optimizer,
        LearningRateSchedule schedule,
        boolean shuffle,
        long seed,
        Metric metric,
        double clipNorm,
        double stopAtCost,
        double maxSeconds,
        @Nullable EarlyStopping earlyStopping) {
    public static final int FULL = Integer.MAX_VALUE;
    public static final double NO_CLIPPING = Double.POSITIVE_INFINITY;
    public static final double NO_TARGET = Double.NEGATIVE_INFINITY;
    public static final double NO_TIME_LIMIT = Double.POSITIVE_INFINITY;

    public TrainingPlan {
        Requirement.atLeast("epochs", 0, epochs);
        Requirement.atLeast("batchSize", 1, batchSize);
        Requirement.present("optimizer", optimizer);
        Requirement.present("schedule", schedule);
        if (schedule.minLearningRate() > optimizer.learningRate()) {
            throw new IllegalArgumentException("minLearningRate must be at most the optimizer's learning rate, "
                    + optimizer.learningRate() + ", but is " + schedule.minLearningRate());
        }
        Requirement.present("metric", metric);
        if (clipNorm != NO_CLIPPING) {
            Requirement.positive("clipNorm", clipNorm);
        }
        if (Double.isNaN(stopAtCost)) {
            throw new IllegalArgumentException("stopAtCost must be a number, but is NaN");
        }
        if (maxSeconds != NO_TIME_LIMIT) {
            Requirement.positive("maxSeconds", maxSeconds);
        }
    }

    /** A plan that shuffles, does not clip, keeps its learning rate, and ends with its epochs only. */
    public static TrainingPlan of(int epochs, int batchSize, OptimizerDefinition optimizer, long seed, Metric metric) {
        return new TrainingPlan(
                epochs, batchSize, optimizer, LearningRateSchedule.constant(), true, seed, metric, NO_CLIPPING,
                NO_TARGET, NO_TIME_LIMIT, null);
    }

    public TrainingPlan withSchedule(LearningRateSchedule schedule) {
        return new TrainingPlan(
                epochs, batchSize, optimizer, schedule, shuffle, seed, metric, clipNorm, stopAtCost, maxSeconds,
                earlyStopping);
    }

    public TrainingPlan withShuffle(boolean shuffle) {
        return new TrainingPlan(
                epochs, batchSize, optimizer, schedule, shuffle, seed, metric, clipNorm, stopAtCost, maxSeconds,
                earlyStopping);
    }

    public TrainingPlan withClipNorm(double clipNorm) {
        return new TrainingPlan(
                epochs, batchSize, optimizer, schedule, shuffle, seed, metric, clipNorm, stopAtCost, maxSeconds,
                earlyStopping);
    }

    public TrainingPlan withStopAtCost(double stopAtCost) {
        return new TrainingPlan(
                epochs, batchSize, optimizer, schedule, shuffle, seed, metric, clipNorm, stopAtCost, maxSeconds,
                earlyStopping);
    }

    public TrainingPlan withMaxSeconds(double maxSeconds) {
        return new TrainingPlan(
                epochs, batchSize, optimizer, schedule, shuffle, seed, metric, clipNorm, stopAtCost, maxSeconds,
                earlyStopping);
    }

    public TrainingPlan withEarlyStopping(EarlyStopping earlyStopping) {
        return new TrainingPlan(
                epochs, batchSize, optimizer, schedule, shuffle, seed, metric, clipNorm, stopAtCost, maxSeconds,
                earlyStopping);
    }
}
