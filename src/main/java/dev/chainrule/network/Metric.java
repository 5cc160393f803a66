package dev.chainrule.network;

/** What is measured in addition to the cost. */
public sealed interface Metric {
    /** Each row has one class: it is correct if its largest output is in the column of its largest target (the first one of equals). */
    record Multiclass() implements Metric {}

    /**
     * Each output says whether the row has a label: a row is correct if every output is on its target's side of ½ (½ itself counts as
     * above).
     */
    record Multilabel() implements Metric {}

    /**
     * Targets are numbers: mean absolute error and R².
     *
     * @param outputScale for each output, the size of a difference of 1 in the units of the data: the standard deviation for standardised
     *     targets, 1 for unscaled ones
     */
    record Regression(double[] outputScale) implements Metric {
        public Regression {
            outputScale = Requirement.present("outputScale", outputScale).clone();
            for (double scale : outputScale) {
                NumberRule.NOT_NEGATIVE.require("outputScale", scale);
            }
        }

        /** A copy: a definition does not change. */
        @Override
        public double[] outputScale() {
            return outputScale.clone();
        }
    }
}
