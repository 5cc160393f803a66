package dev.chainrule.network;

/**
 * How good a network is over some rows; what does not apply is NaN.
 *
 * @param cost the loss, without penalties: the mean over blocks or batches, weighted by their rows, where each row counts by its
 *     {@linkplain RowWeights weight}. Everything else counts all rows alike
 * @param accuracy share of right rows, of {@link Metric.Classes} and {@link Metric.Properties}
 * @param mae mean over the outputs of the mean absolute error, in the data's units, of {@link Metric.Numbers}
 * @param r2 mean over the outputs of 1 − Σ(y − a)²/Σ(y − ȳ)²; NaN too if an output's targets are all equal
 */
public record Scores(double cost, double accuracy, double mae, double r2) {}
