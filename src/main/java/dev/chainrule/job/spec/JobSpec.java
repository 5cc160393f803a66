package dev.chainrule.job.spec;

import dev.chainrule.network.EarlyStopping;
import dev.chainrule.network.LearningRateSchedule;
import dev.chainrule.network.Metric;
import dev.chainrule.network.OptimizerDefinition;
import dev.chainrule.network.TrainingPlan;
import dev.chainrule.preprocessing.ClassWeights;
import dev.chainrule.preprocessing.PreprocessingSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a job trains, every default filled in.
 *
 * @param batchSize rows; {@link TrainingPlan#FULL} for all
 * @param schedule of the optimiser's learning rate
 * @param seed of everything random: initial weights, split, order, dropout
 * @param checkpointEvery how often a checkpoint is written, from which an interrupted job resumes
 * @param priority jobs with a higher one are trained first
 * @param preprocessing empty: that of the version in {@code startFrom}
 * @param resumeFrom the checkpoint that it starts with
 * @param startFrom the version whose parameters and preprocessing it starts with; empty: the initial ones of
 *     the model
 * @param callbackUrl is called when the job has ended
 * @param labels the user's own notes
 */
public record JobSpec(
        int epochs,
        int batchSize,
        OptimizerDefinition optimizer,
        LearningRateSchedule schedule,
        boolean shuffle,
        long seed,
        Validation validation,
        Optional<PreprocessingSettings> preprocessing,
        OptionalDouble clipNorm,
        ClassWeights classWeights,
        OptionalDouble stopAtCost,
        OptionalDouble maxSeconds,
        Optional<EarlyStopping> earlyStopping,
        Duration checkpointEvery,
        int priority,
        Optional<ResumePoint> resumeFrom,
        Optional<StartPoint> startFrom,
        Optional<String> callbackUrl,
        Map<String, String> labels) {

    /** What the network is measured by after every epoch. */
    public sealed interface Validation {
        record NoValidation() implements Validation {}

        /** This share of the dataset's rows, in (0, 1). */
        record Fraction(double fraction) implements Validation {}

        /** Another dataset. */
        record Other(String dataset) implements Validation {}
    }

    /** The same settings with another seed. */
    public JobSpec withSeed(long other) {
        return new JobSpec(
                epochs, batchSize, optimizer, schedule, shuffle, other, validation, preprocessing, clipNorm,
                classWeights,
                stopAtCost, maxSeconds, earlyStopping, checkpointEvery, priority, resumeFrom, startFrom, callbackUrl,
                labels);
    }

    public TrainingPlan plan(Metric metric) {
        return new TrainingPlan(
                epochs,
                batchSize,
                optimizer,
                schedule,
                shuffle,
                seed,
                metric,
                clipNorm.orElse(TrainingPlan.NO_CLIPPING),
                stopAtCost.orElse(TrainingPlan.NO_TARGET),
                maxSeconds.orElse(TrainingPlan.NO_TIME_LIMIT),
                earlyStopping.orElse(null));
    }
}
