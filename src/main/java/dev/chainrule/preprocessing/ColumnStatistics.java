package dev.chainrule.preprocessing;

import dev.chainrule.dataset.Table;
import java.util.Arrays;

/**
 * Mean, spread and range of every column over some rows, missing values left out. Where there is none: mean 0, spread 0, range
 * 0 to 0. Sums go over the rows in their order, in float64.
 */
final class ColumnStatistics {
    private final double[] mean;
    private final double[] standardDeviation;
    private final double[] min;
    private final double[] max;
    private final int[] count;

    private ColumnStatistics(int columns) {
        mean = new double[columns];
        standardDeviation = new double[columns];
        min = new double[columns];
        max = new double[columns];
        count = new int[columns];
    }

    static ColumnStatistics none(Table table) {
        return new ColumnStatistics(table.columns().size());
    }

    /**
     * Reads the rows twice: for the means first, so that the squares are of small differences.
     *
     * @param spread whether the standard deviation is wanted; without it one reading is enough, and it stays 0
     */
    static ColumnStatistics of(Table table, RowSelection rows, boolean spread) {
        int columns = table.columns().size();
        var statistics = new ColumnStatistics(columns);
        var raw = new double[columns];
        var count = statistics.count;
        Arrays.fill(statistics.min, Double.POSITIVE_INFINITY);
        Arrays.fill(statistics.max, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < rows.count(); i++) {
            table.read(rows.row(i), raw);
            for (int c = 0; c < columns; c++) {
                double value = raw[c];
                if (!Double.isNaN(value)) {
                    count[c]++;
                    statistics.mean[c] += value;
                    if (value < statistics.min[c]) {
                        statistics.min[c] = value;
                    }
                    if (value > statistics.max[c]) {
                        statistics.max[c] = value;
                    }
                }
            }
        }
        for (int c = 0; c < columns; c++) {
            if (count[c] == 0) {
                statistics.min[c] = 0;
                statistics.max[c] = 0;
            } else if (statistics.min[c] == statistics.max[c]) {
                // The rounded mean of equal values need not be that value, and would leave a spread of almost nothing to divide by.
                statistics.mean[c] = statistics.min[c];
            } else {
                statistics.mean[c] /= count[c];
            }
        }
        if (spread) {
            statistics.measureSpread(table, rows);
        }
        return statistics;
    }

    private void measureSpread(Table table, RowSelection rows) {
        var raw = new double[mean.length];
        for (int i = 0; i < rows.count(); i++) {
            table.read(rows.row(i), raw);
            for (int c = 0; c < raw.length; c++) {
                double difference = raw[c] - mean[c];
                if (!Double.isNaN(difference)) {
                    standardDeviation[c] += difference * difference;
                }
            }
        }
        for (int c = 0; c < raw.length; c++) {
            standardDeviation[c] = count[c] == 0 ? 0 : StrictMath.sqrt(standardDeviation[c] / count[c]);
        }
    }

    /** How many values are not missing. */
    int count(int column) {
        return count[column];
    }

    /**
     * The most by which rounding alone can have moved the mean of n values, n·ε·|mean|: values that spread no further are equal.
     *
     * <p>As in scikit-learn's {@code StandardScaler}, and its source: T. F. Chan, G. H. Golub, R. J. LeVeque, Algorithms for computing the
     * sample variance (1983).
     */
    double meanRounding(int column) {
        return count[column] * Math.ulp(1.0) * Math.abs(mean[column]);
    }

    double mean(int column) {
        return mean[column];
    }

    /** Of the population. */
    double standardDeviation(int column) {
        return standardDeviation[column];
    }

    double min(int column) {
        return min[column];
    }

    double max(int column) {
        return max[column];
    }
}
