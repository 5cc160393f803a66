package dev.chainrule.network;

import org.jspecify.annotations.Nullable;

/**
 * The settings of a training run.
 *
 * @param epochs passes over the training rows, at least 0
 * @param batchSize rows of a batch; all rows if there are fewer, as with {@link #FULL}. The last batch of an epoch has the remaining rows
 * @param schedule of the optimiser's learning rate
 * @param shuffle whether every epoch has its own order of rows. An epoch of a single batch keeps the given order: its
 *     gradient is the same
 * @param seed determines shuffling and dropout
 * @param metric measured in addition to the cost
 * @param clipNorm upper limit of √Σg² over all parameters; a longer gradient is scaled by clipNorm/(norm + 10⁻⁶). {@link #NO_CLIPPING}:
 *     none
 * @param stopAtCost the run ends after an epoch whose training cost is at most this; {@link #NO_TARGET}: none
 * @param maxSeconds the run ends with the last epoch that fits, assuming that each takes as long as the one before. An epoch that exceeds
 *     the limit nevertheless has as much time again, but at most one second; then it is cut short and undone. {@link #NO_TIME_LIMIT}: none
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
            NumberRule.POSITIVE.require("clipNorm", clipNorm);
        }
        if (Double.isNaN(stopAtCost)) {
            throw new IllegalArgumentException("stopAtCost must be a number, but is NaN");
        }
        if (maxSeconds != NO_TIME_LIMIT) {
            NumberRule.POSITIVE.require("maxSeconds", maxSeconds);
        }
    }

    /** A plan with shuffling and a constant learning rate, without clipping, that ends only with its epochs. */
    public static TrainingPlan of(int epochs, int batchSize, OptimizerDefinition optimizer, long seed, Metric metric) {
        return new TrainingPlan(
                epochs, batchSize, optimizer, LearningRateSchedule.constant(), true, seed, metric, NO_CLIPPING,
                NO_TARGET, NO_TIME_LIMIT, null);
    }

    public TrainingPlan withMaxSeconds(double maxSeconds) {
        return new TrainingPlan(
                epochs, batchSize, optimizer, schedule, shuffle, seed, metric, clipNorm, stopAtCost, maxSeconds,
                earlyStopping);
    }
}
