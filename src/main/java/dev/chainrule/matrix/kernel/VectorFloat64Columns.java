package dev.chainrule.matrix.kernel;

import static dev.chainrule.matrix.kernel.VectorFloat64Math.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * Products for at most one vector of columns, over the whole depth at once and with the operands where they are: for small and thin results,
 * and for what the register tiles leave at the right edge.
 *
 * <p>The lanes beyond the last column are masked. The sums start at zero and not from C: a masked load as an accumulator's start makes C2 box
 * it in every step.
 */
final class VectorFloat64Columns {
    private VectorFloat64Columns() {}

    /** C = A·B for {@code m} rows and {@code columns} ≤ lanes; B's and C's columns are contiguous. */
    static void multiply(
            double[] a,
            int aStart,
            int aRowStride,
            int aColumnStride,
            double[] b,
            int bStart,
            int bRowStride,
            double[] c,
            int cStart,
            int cRowStride,
            int m,
            int columns,
            int k) {
        for (var i = 0; i < m;) {
            var aRow = aStart + i * aRowStride;
            var cRow = cStart + i * cRowStride;
            // Up to four rows take four accumulators, padded: fewer would only wait for each other.
            if (m - i > 4) {
                columns8(a, aRow, aRowStride, aColumnStride, b, bStart, bRowStride, c, cRow, cRowStride,
                        Math.min(8, m - i), columns, k);
                i += 8;
            } else {
                columns4(a, aRow, aRowStride, aColumnStride, b, bStart, bRowStride, c, cRow, cRowStride, m - i, columns,
                        k);
                i += 4;
            }
        }
    }

    private static void columns8(
            double[] a,
            int aStart,
            int aRowStride,
            int aColumnStride,
            double[] b,
            int bStart,
            int bRowStride,
            double[] c,
            int cStart,
            int cRowStride,
            int rows,
            int columns,
            int k) {
        var mask = SPECIES.indexInRange(0, columns);
        var start1 = aStart + Math.min(1, rows - 1) * aRowStride;
        var start2 = aStart + Math.min(2, rows - 1) * aRowStride;
        var start3 = aStart + Math.min(3, rows - 1) * aRowStride;
        var start4 = aStart + Math.min(4, rows - 1) * aRowStride;
        var start5 = aStart + Math.min(5, rows - 1) * aRowStride;
        var start6 = aStart + Math.min(6, rows - 1) * aRowStride;
        var start7 = aStart + Math.min(7, rows - 1) * aRowStride;
        var sum0 = DoubleVector.zero(SPECIES);
        var sum1 = DoubleVector.zero(SPECIES);
        var sum2 = DoubleVector.zero(SPECIES);
        var sum3 = DoubleVector.zero(SPECIES);
        var sum4 = DoubleVector.zero(SPECIES);
        var sum5 = DoubleVector.zero(SPECIES);
        var sum6 = DoubleVector.zero(SPECIES);
        var sum7 = DoubleVector.zero(SPECIES);
        for (var p = 0; p < k; p++) {
            var row = DoubleVector.fromArray(SPECIES, b, bStart + p * bRowStride, mask);
            var step = p * aColumnStride;
            sum0 = DoubleVector.broadcast(SPECIES, a[aStart + step]).fma(row, sum0);
            sum1 = DoubleVector.broadcast(SPECIES, a[start1 + step]).fma(row, sum1);
            sum2 = DoubleVector.broadcast(SPECIES, a[start2 + step]).fma(row, sum2);
            sum3 = DoubleVector.broadcast(SPECIES, a[start3 + step]).fma(row, sum3);
            sum4 = DoubleVector.broadcast(SPECIES, a[start4 + step]).fma(row, sum4);
            sum5 = DoubleVector.broadcast(SPECIES, a[start5 + step]).fma(row, sum5);
            sum6 = DoubleVector.broadcast(SPECIES, a[start6 + step]).fma(row, sum6);
            sum7 = DoubleVector.broadcast(SPECIES, a[start7 + step]).fma(row, sum7);
        }
        sum0.intoArray(c, cStart, mask);
        if (rows > 1) {
            sum1.intoArray(c, cStart + cRowStride, mask);
        }
        if (rows > 2) {
            sum2.intoArray(c, cStart + 2 * cRowStride, mask);
        }
        if (rows > 3) {
            sum3.intoArray(c, cStart + 3 * cRowStride, mask);
        }
        if (rows > 4) {
            sum4.intoArray(c, cStart + 4 * cRowStride, mask);
        }
        if (rows > 5) {
            sum5.intoArray(c, cStart + 5 * cRowStride, mask);
        }
        if (rows > 6) {
            sum6.intoArray(c, cStart + 6 * cRowStride, mask);
        }
        if (rows > 7) {
            sum7.intoArray(c, cStart + 7 * cRowStride, mask);
        }
    }

    private static void columns4(
            double[] a,
            int aStart,
            int aRowStride,
            int aColumnStride,
            double[] b,
            int bStart,
            int bRowStride,
            double[] c,
            int cStart,
            int cRowStride,
            int rows,
            int columns,
            int k) {
        var mask = SPECIES.indexInRange(0, columns);
        var start1 = aStart + Math.min(1, rows - 1) * aRowStride;
        var start2 = aStart + Math.min(2, rows - 1) * aRowStride;
        var start3 = aStart + Math.min(3, rows - 1) * aRowStride;
        var sum0 = DoubleVector.zero(SPECIES);
        var sum1 = DoubleVector.zero(SPECIES);
        var sum2 = DoubleVector.zero(SPECIES);
        var sum3 = DoubleVector.zero(SPECIES);
        for (var p = 0; p < k; p++) {
            var row = DoubleVector.fromArray(SPECIES, b, bStart + p * bRowStride, mask);
            var step = p * aColumnStride;
            sum0 = DoubleVector.broadcast(SPECIES, a[aStart + step]).fma(row, sum0);
            sum1 = DoubleVector.broadcast(SPECIES, a[start1 + step]).fma(row, sum1);
            sum2 = DoubleVector.broadcast(SPECIES, a[start2 + step]).fma(row, sum2);
            sum3 = DoubleVector.broadcast(SPECIES, a[start3 + step]).fma(row, sum3);
        }
        sum0.intoArray(c, cStart, mask);
        if (rows > 1) {
            sum1.intoArray(c, cStart + cRowStride, mask);
        }
        if (rows > 2) {
            sum2.intoArray(c, cStart + 2 * cRowStride, mask);
        }
        if (rows > 3) {
            sum3.intoArray(c, cStart + 3 * cRowStride, mask);
        }
    }
}
