package dev.chainrule.matrix.kernel;

/** The parts of softmax that run along a row, each in one fixed order; used by the scalar and the vector kernels. */
final class Float32Rows {
    private Float32Rows() {}

    /** a_j = z_j − max z; z and a may be the same elements. */
    static void subtractMaximum(float[] z, int zOffset, float[] a, int aOffset, int rows, int columns) {
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
    static void divideBySum(float[] a, int aOffset, int rows, int columns) {
        for (var i = 0; i < rows; i++) {
            var aRow = aOffset + i * columns;
            var sum = 0f;
            for (var j = 0; j < columns; j++) {
                sum += a[aRow + j];
            }
            for (var j = 0; j < columns; j++) {
                a[aRow + j] /= sum;
            }
        }
    }

    static void softmaxBackward(float[] a, int aOffset, float[] delta, int deltaOffset, int rows, int columns) {
        for (var i = 0; i < rows; i++) {
            var aRow = aOffset + i * columns;
            var deltaRow = deltaOffset + i * columns;
            var sum = 0f;
            for (var j = 0; j < columns; j++) {
                sum = Math.fma(delta[deltaRow + j], a[aRow + j], sum);
            }
            for (var j = 0; j < columns; j++) {
                delta[deltaRow + j] = a[aRow + j] * (delta[deltaRow + j] - sum);
            }
        }
    }

    /** The largest element of a row; NaN if an element is NaN. */
    static float maximum(float[] z, int start, int columns) {
        var largest = Float.NEGATIVE_INFINITY;
        for (var j = 0; j < columns; j++) {
            largest = Math.max(largest, z[start + j]);
        }
        return largest;
    }
}
