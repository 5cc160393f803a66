package dev.chainrule.matrix.kernel;

/** What softmax does along each row, in its one order; both the scalar and the vector kernels use it. */
final class Float64Rows {
    private Float64Rows() {}

    /** a_j = z_j − max z; z and a may be the same elements. */
    static void subtractMaximum(double[] z, int zOffset, double[] a, int aOffset, int rows, int columns) {
        for (var i = 0; i < rows; i++) {
            var zRow = zOffset + i * columns;
            var aRow = aOffset + i * columns;
            var largest = maximum(z, zRow, columns);
            for (var j = 0; j < columns; j++) {
                a[aRow + j] = z[zRow + j] - largest;
            }
        }
    }

    /** a_j = a_j / Σ a. */
    static void divideBySum(double[] a, int aOffset, int rows, int columns) {
        for (var i = 0; i < rows; i++) {
            var aRow = aOffset + i * columns;
            var sum = 0d;
            for (var j = 0; j < columns; j++) {
                sum += a[aRow + j];
            }
            for (var j = 0; j < columns; j++) {
                a[aRow + j] /= sum;
            }
        }
    }

    static void softmaxBackward(double[] a, int aOffset, double[] delta, int deltaOffset, int rows, int columns) {
        for (var i = 0; i < rows; i++) {
            var aRow = aOffset + i * columns;
            var deltaRow = deltaOffset + i * columns;
            var sum = 0d;
            for (var j = 0; j < columns; j++) {
                sum = Math.fma(delta[deltaRow + j], a[aRow + j], sum);
            }
            for (var j = 0; j < columns; j++) {
                delta[deltaRow + j] = a[aRow + j] * (delta[deltaRow + j] - sum);
            }
        }
    }

    /** NaN if one element is. */
    static double maximum(double[] z, int start, int columns) {
        var largest = Double.NEGATIVE_INFINITY;
        for (var j = 0; j < columns; j++) {
            largest = Math.max(largest, z[start + j]);
        }
        return largest;
    }
}
