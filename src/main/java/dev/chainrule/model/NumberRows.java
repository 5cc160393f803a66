package dev.chainrule.model;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;

/** Matrices as JSON arrays: each number with as few digits as its precision needs. */
final class NumberRows {
    private NumberRows() {}

    /** {@code float[][]} or {@code double[][]}. */
    static Object of(Matrix matrix) {
        return switch (matrix.precision()) {
            case FLOAT64 -> matrix.toArray();
            case FLOAT32 -> {
                // Row by row: a float64 copy of the whole would triple the memory.
                var floats = new float[matrix.rows()][];
                var numbers = new double[matrix.columns()];
                for (int i = 0; i < floats.length; i++) {
                    matrix.getRow(i, numbers);
                    floats[i] = floats(numbers);
                }
                yield floats;
            }
        };
    }

    /** {@code float[][]} or {@code double[][]}. */
    static Object of(Precision precision, double[][] rows) {
        return switch (precision) {
            case FLOAT64 -> rows;
            case FLOAT32 -> {
                var floats = new float[rows.length][];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = floats(rows[i]);
                }
                yield floats;
            }
        };
    }

    /** {@code float[]} or {@code double[]}. */
    static Object row(Matrix matrix, int row) {
        var numbers = new double[matrix.columns()];
        matrix.getRow(row, numbers);
        return switch (matrix.precision()) {
            case FLOAT64 -> numbers;
            case FLOAT32 -> floats(numbers);
        };
    }

    private static float[] floats(double[] numbers) {
        var floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }
}
