package dev.chainrule.network;

/**
 * The scores of a network over some rows; what does not apply is NaN.
 *
 * @param cost the loss, without penalties: the mean over blocks or batches, weighted by their rows, where each row counts by its
 *     {@linkplain RowWeights weight}. All other scores ignore row weights
 * @param accuracy share of correct rows, of {@link Metric.Multiclass} and {@link Metric.Multilabel}
 * @param mae mean over the outputs of the mean absolute error, in the data's units, of {@link Metric.Regression}
 * @param r2 mean over the outputs of 1 − Σ(y − a)²/Σ(y − ȳ)², without outputs whose targets are all equal; NaN if that leaves none
 */
public record Scores(double cost, double accuracy, double mae, double r2) {}
