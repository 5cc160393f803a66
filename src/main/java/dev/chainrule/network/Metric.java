package dev.chainrule.network;

/** What is measured of outputs against targets, beside the cost. */
public sealed interface Metric {
    /** Each row is of one class: it is right if its largest output stands where its largest target stands (the first of equals). */
    record Multiclass() implements Metric {}

    /**
     * Each output says whether the row has a property: a row is right if every output is on its target's side of ½ (½ itself counts as
     * above).
     */
    record Multilabel() implements Metric {}

    /**
     * Targets are numbers: the mean absolute error and R².
     *
     * @param outputScale what a difference of 1 in each output stands for in the units of the data: the standard
     *     deviation for standardised targets, 1 for untouched ones
     */
    record Regression(double[] outputScale) implements Metric {
        public Regression {
            outputScale = Requirement.present("outputScale", outputScale).clone();
            for (double scale : outputScale) {
                Requirement.notNegative("outputScale", scale);
            }
        }

        /** A copy: a definition does not change. */
        @Override
        public double[] outputScale() {
            return outputScale.clone();
        }
    }
}
