package dev.chainrule.model;

import dev.chainrule.network.Trainable;
import dev.chainrule.preprocessing.Preprocessing;
import java.util.UUID;

/**
 * What a job trained.
 *
 * @param epoch at whose end the network stood so
 * @param metrics of that epoch; written as JSON
 */
public record TrainingResult(UUID jobId, int epoch, Trainable network, Preprocessing preprocessing, Object metrics) {}
