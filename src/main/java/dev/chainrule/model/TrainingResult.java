package dev.chainrule.model;

import dev.chainrule.network.Trainable;
import dev.chainrule.preprocessing.Preprocessing;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/**
 * What a job trained, or a file holds.
 *
 * @param jobId empty: the parameters were imported
 * @param sweepId the sweep that the job belongs to
 * @param createdBy who created the job, or imported the file
 * @param epoch whose parameters the network has
 * @param bestEpoch the one with the lowest validation cost, or the lowest cost without validation; empty: none was trained
 * @param cost of the epoch; empty: not measured, or not finite
 * @param validationCost of the epoch, likewise
 * @param metrics of the epoch; written as JSON; empty: not measured
 */
public record TrainingResult(
        Optional<UUID> jobId, Optional<UUID> sweepId, String createdBy, int epoch, Optional<Integer> bestEpoch,
        Trainable network,
        Preprocessing preprocessing, OptionalDouble cost, OptionalDouble validationCost,
        Optional<Object> metrics) {

    /** Parameters of a file, which count as those of epoch 0. */
    public static TrainingResult imported(String createdBy, Trainable network, Preprocessing preprocessing) {
        return new TrainingResult(
                Optional.empty(), Optional.empty(), createdBy, 0, Optional.empty(), network, preprocessing,
                OptionalDouble.empty(), OptionalDouble.empty(), Optional.empty());
    }
}
