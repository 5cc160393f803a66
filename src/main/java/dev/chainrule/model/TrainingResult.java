package dev.chainrule.model;

import dev.chainrule.network.Trainable;
import dev.chainrule.preprocessing.Preprocessing;
import java.util.Optional;
import java.util.UUID;

/**
 * What a job trained.
 *
 * @param epoch at whose end the network stood so
 * @param bestEpoch the one with the lowest validation cost, or the lowest cost without validation; empty: none was trained
 * @param metrics of the epoch; written as JSON
 */
public record TrainingResult(
        UUID jobId, int epoch, Optional<Integer> bestEpoch, Trainable network, Preprocessing preprocessing,
        Object metrics) {}
