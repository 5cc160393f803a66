package dev.chainrule.network;

import org.jspecify.annotations.Nullable;

/**
 * The figures of one epoch. Epoch 0 is the untrained network.
 *
 * @param epoch from 0
 * @param training scores of the training rows. Epoch 0 is evaluated; in later epochs each row is measured while its batch is trained, with
 *     the parameters before the step and with dropout
 * @param validation scores of the validation rows with the parameters at the end of the epoch; null without validation
 * @param learningRate of the optimiser in this epoch; NaN in epoch 0
 * @param gradientNorm √Σg² over all parameters of the last batch, with penalties, before clipping; NaN in epoch 0
 * @param seconds since the previous record, or since the start; they add up to the time of the run
 */
public record EpochRecord(
        int epoch, Scores training, @Nullable Scores validation, double learningRate, double gradientNorm,
        double seconds) {}
