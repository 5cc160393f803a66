package dev.chainrule.explain.descent;

import java.util.stream.DoubleStream;

/** The range of an axis; both ends are finite. */
record AxisRange(double lower, double upper) {
    /** A range shorter than this part of its numbers is treated as a single number: labels would need too many digits. */
    private static final double LEAST_PART = 1e-9;

    /** The least length of a range. */
    private static final double LEAST = 1e-100;

    /** Numbers beyond are not drawn, so that the axes' arithmetic does not overflow. */
    private static final double FARTHEST = 1e100;

    /** A path shorter than this part of its numbers gets a range of this length, so that the function around it is visible. */
    private static final double LEAST_SHOWN = 0.1;

    /**
     * The range around the numbers that are drawn; around 0 if none is.
     *
     * @param margin at both sides, in parts of the length
     */
    static AxisRange around(double[] numbers, double margin) {
        var range = DoubleStream.of(numbers).filter(AxisRange::isDrawn).summaryStatistics();
        if (range.getCount() == 0) {
            return new AxisRange(-1, 1);
        }
        double least = LEAST_SHOWN * Math.max(Math.abs(range.getMin()), Math.abs(range.getMax()));
        double spare = Math.max(0, least - (range.getMax() - range.getMin())) / 2;
        return of(range.getMin() - spare, range.getMax() + spare, margin);
    }

    /** @param margin at both sides, in parts of the length */
    static AxisRange of(double lower, double upper, double margin) {
        double middle = lower / 2 + upper / 2;
        double length = upper - lower;
        double reach = length > Math.max(LEAST_PART * Math.abs(middle), LEAST)
                ? length * (0.5 + margin)
                : Math.max(Math.abs(middle) / 2, 1);
        return new AxisRange(middle - reach, middle + reach);
    }

    /** The length of this range relative to what the drawn numbers and the margin need; at least 1. */
    double widened(double[] numbers, double margin) {
        var range = DoubleStream.of(numbers).filter(AxisRange::isDrawn).summaryStatistics();
        double needed = (range.getMax() - range.getMin()) * (1 + 2 * margin);
        return needed > 0 ? Math.max(1, length() / needed) : 1;
    }

    static boolean isDrawn(double number) {
        return Math.abs(number) <= FARTHEST;
    }

    double length() {
        return upper - lower;
    }

    /** The i-th of n numbers that are evenly spaced from the lower end to the upper. */
    double at(int i, int n) {
        return lower + length() * i / (n - 1);
    }
}
