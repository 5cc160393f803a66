package dev.chainrule.explain.descent;

import dev.chainrule.graph.expression.ExpressionRun;
import java.util.stream.DoubleStream;

/**
 * A function of one variable, evaluated at evenly spaced places.
 *
 * @param points the places, and the values; NaN where no value is drawn
 */
record FunctionCurve(double[][] points) {
    /** More are not visible. */
    private static final int PLACES = 801;

    /** Above and below, in parts of what is shown. */
    private static final double MARGIN = 0.05;

    /** What is shown of the curve above the path, and below it, in parts of the path's height. */
    private static final double BEYOND_PATH = 0.5;

    static FunctionCurve of(ExpressionRun run, AxisRange extent) {
        var points = new double[2][PLACES];
        for (int i = 0; i < PLACES; i++) {
            points[0][i] = extent.at(i, PLACES);
            double value = run.value(points[0][i]);
            points[1][i] = AxisRange.isDrawn(value) ? value : Double.NaN;
        }
        return new FunctionCurve(points);
    }

    /**
     * What is shown of the values: those of the path, and of the curve's no more than half as much at either side, so that a pole does not
     * flatten the rest.
     *
     * @param widened how many times wider than usual the extent is, because the path is short; at least 1. As much more is shown of the
     *     curve
     */
    AxisRange shown(double[] pathValues, double widened) {
        var curve = DoubleStream.of(points[1]).filter(AxisRange::isDrawn).summaryStatistics();
        if (curve.getCount() == 0) {
            return AxisRange.around(pathValues, MARGIN);
        }
        var path = DoubleStream.of(pathValues).summaryStatistics();
        double reach = BEYOND_PATH * widened * (path.getMax() - path.getMin());
        return reach > 0
                ? AxisRange.of(Math.max(curve.getMin(), path.getMin() - reach),
                        Math.min(curve.getMax(), path.getMax() + reach), MARGIN)
                : AxisRange.of(curve.getMin(), curve.getMax(), MARGIN);
    }
}
