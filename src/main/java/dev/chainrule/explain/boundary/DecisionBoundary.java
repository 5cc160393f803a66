package dev.chainrule.explain.boundary;

import java.util.List;

/**
 * The classes that a version predicts over two features, and rows of a dataset among them.
 *
 * @param classes their names
 * @param places the class at evenly spaced places, by row from the lowest value of the second feature on, and by column from the lowest
 *     of the first on; {@link #NONE} where an output is not a number
 * @param points those of the dataset's rows that are drawn
 * @param rows of the dataset
 * @param right how many of the rows have the class that is predicted
 */
record DecisionBoundary(
        String model, int version, String dataset, Feature x, Feature y, List<String> classes, int[][] places,
        List<DataPoint> points, int rows, int right) {
    static final int NONE = -1;

    /** A column and the range that is shown of it. */
    record Feature(String name, double lower, double upper) {
        /** The i-th of n evenly spaced numbers. */
        double at(int i, int n) {
            return lower + (upper - lower) * i / (n - 1);
        }
    }

    /**
     * A row of the dataset.
     *
     * @param isRight whether its class is the predicted one
     */
    record DataPoint(double x, double y, int actual, boolean isRight) {}
}
