package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import java.util.Arrays;

/** Adds up the scores of batches; {@link #add} allocates nothing. */
final class MetricAccumulator {
    private final Measure measure;
    private double costTimesRows;
    private long rows;

    MetricAccumulator(Metric metric, int outputs) {
        measure = switch (metric) {
            case Metric.Multiclass() -> new RightRows(true);
            case Metric.Multilabel() -> new RightRows(false);
            case Metric.Regression(double[] scale) -> new Errors(scale, outputs);
        };
    }

    /** Bytes that one takes at most: for regression, {@link Errors} has six sums an output. */
    static long bytes(int outputs) {
        return 6L * Double.BYTES * outputs;
    }

    void clear() {
        costTimesRows = 0;
        rows = 0;
        measure.clear();
    }

    /**
     * @param cost of these rows
     * @param outputs rows × outputs; not modified
     * @param targets rows × outputs; not modified
     */
    void add(double cost, Matrix outputs, Matrix targets) {
        costTimesRows += cost * outputs.rows();
        rows += outputs.rows();
        measure.add(outputs, targets);
    }

    Scores scores() {
        return measure.scores(costTimesRows / rows, rows);
    }

    private sealed interface Measure {
        void clear();

        void add(Matrix outputs, Matrix targets);

        Scores scores(double cost, long rows);
    }

    private static final class RightRows implements Measure {
        private final boolean byLargest;
        private long right;

        RightRows(boolean byLargest) {
            this.byLargest = byLargest;
        }

        @Override
        public void clear() {
            right = 0;
        }

        @Override
        public void add(Matrix outputs, Matrix targets) {
            for (int i = 0; i < outputs.rows(); i++) {
                if (byLargest
                        ? outputs.largestColumn(i) == targets.largestColumn(i)
                        : onTheSameSides(outputs, targets, i)) {
                    right++;
                }
            }
        }

        private static boolean onTheSameSides(Matrix outputs, Matrix targets, int row) {
            for (int j = 0; j < outputs.columns(); j++) {
                if (outputs.get(row, j) >= 0.5 != targets.get(row, j) >= 0.5) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Scores scores(double cost, long rows) {
            return new Scores(cost, (double) right / rows, Double.NaN, Double.NaN);
        }
    }

    private static final class Errors implements Measure {
        private final double[] scale;
        private final double[] absoluteErrors;
        private final double[] squaredErrors;
        /**
         * Mean and Σ(y − ȳ)² of the targets so far: Welford, Note on a method for calculating corrected sums of squares
         * (1962).
         */
        private final double[] means;

        private final double[] squaredDeviations;
        private final double[] output;
        private final double[] target;
        private long rows;

        Errors(double[] scale, int outputs) {
            if (scale.length != outputs) {
                throw new IllegalArgumentException(
                        "outputScale must have " + outputs + " numbers, one for each output, but has " + scale.length);
            }
            this.scale = scale;
            absoluteErrors = new double[outputs];
            squaredErrors = new double[outputs];
            means = new double[outputs];
            squaredDeviations = new double[outputs];
            output = new double[outputs];
            target = new double[outputs];
        }

        @Override
        public void clear() {
            rows = 0;
            for (var sums : new double[][] {absoluteErrors, squaredErrors, means, squaredDeviations}) {
                Arrays.fill(sums, 0);
            }
        }

        @Override
        public void add(Matrix outputs, Matrix targets) {
            for (int i = 0; i < outputs.rows(); i++) {
                outputs.getRow(i, output);
                targets.getRow(i, target);
                addRow();
            }
        }

        private void addRow() {
            rows++;
            for (int j = 0; j < output.length; j++) {
                double error = target[j] - output[j];
                absoluteErrors[j] += Math.abs(error);
                squaredErrors[j] += error * error;
                double deviation = target[j] - means[j];
                means[j] += deviation / rows;
                squaredDeviations[j] += deviation * (target[j] - means[j]);
            }
        }

        @Override
        public Scores scores(double cost, long rows) {
            double mae = 0;
            double r2 = 0;
            int varying = 0;
            for (int j = 0; j < scale.length; j++) {
                mae += scale[j] * absoluteErrors[j] / rows;
                if (squaredDeviations[j] != 0) {
                    r2 += 1 - squaredErrors[j] / squaredDeviations[j];
                    varying++;
                }
            }
            return new Scores(cost, Double.NaN, mae / scale.length, varying == 0 ? Double.NaN : r2 / varying);
        }
    }
}
