package dev.chainrule.network;

import org.jspecify.annotations.Nullable;

/**
 * What one epoch came to. Epoch 0 is the untrained network.
 *
 * @param epoch from 0
 * @param training over the training rows: of epoch 0 as evaluated, of later ones as they were trained, each row by the
 *     parameters of its batch's turn and with dropout
 * @param validation over the validation rows, by the parameters at the end of the epoch; null without validation
 * @param learningRate of the optimiser in this epoch; NaN in epoch 0
 * @param gradientNorm √Σg² over all parameters of the last batch, with penalties, before clipping; NaN in epoch 0
 * @param seconds since the record before, or since the start: all together are the run's
 */
public record EpochRecord(
        int epoch, Scores training, @Nullable Scores validation, double learningRate, double gradientNorm, double seconds) {}
