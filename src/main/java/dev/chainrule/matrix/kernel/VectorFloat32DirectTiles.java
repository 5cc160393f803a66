package dev.chainrule.matrix.kernel;

import static dev.chainrule.matrix.kernel.VectorFloat32Math.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of a product that read the operands directly, without packing: for small and narrow results, and for the edges that the
 * packed tiles leave.
 *
 * <p>Lanes beyond the last column are masked. Rows beyond the last one read the last row again and are not stored.
 */
final class VectorFloat32DirectTiles {
    private static final int LANES = SPECIES.length();

    /** Eight rows of two vectors need the 32 registers that 512-bit vectors come with. */
    private static final int TILE_ROWS = SPECIES.vectorBitSize() >= 512 ? 8 : 4;

    private VectorFloat32DirectTiles() {}

    /** C = A·B for {@code m} rows of 2 whole vectors; B's and C's columns are contiguous. */
    static void twoVectors(
            float[] a, int aStart, int aRowStride, int aColumnStride, float[] b, int bStart, int bRowStride, float[] c,
            int cStart, int cRowStride, int m, int k) {
        for (var i = 0; i < m;) {
            var aRow = aStart + i * aRowStride;
            var cRow = cStart + i * cRowStride;
            // Up to four rows use the tile of four, padded: with fewer accumulators, each fma would wait for the one before.
            if (m - i > 4 && TILE_ROWS == 8) {
                rows8x2(a, aRow, aRowStride, aColumnStride, b, bStart, bRowStride, c, cRow, cRowStride,
                        Math.min(8, m - i), k);
                i += 8;
            } else {
                rows4x2(a, aRow, aRowStride, aColumnStride, b, bStart, bRowStride, c, cRow, cRowStride,
                        Math.min(4, m - i), k);
                i += 4;
            }
        }
    }

    /** C = A·B for {@code m} rows and {@code columns} ≤ lanes; B's and C's columns are contiguous. */
    static void oneVector(
            float[] a, int aStart, int aRowStride, int aColumnStride, float[] b, int bStart, int bRowStride, float[] c,
            int cStart, int cRowStride, int m, int columns, int k) {
        for (var i = 0; i < m;) {
            var aRow = aStart + i * aRowStride;
            var cRow = cStart + i * cRowStride;
            if (m - i > 4) {
                rows8(a, aRow, aRowStride, aColumnStride, b, bStart, bRowStride, c, cRow, cRowStride,
                        Math.min(8, m - i), columns, k);
                i += 8;
            } else {
                rows4(a, aRow, aRowStride, aColumnStride, b, bStart, bRowStride, c, cRow, cRowStride, m - i, columns,
                        k);
                i += 4;
            }
        }
    }

    /** Up to 8 rows of 2 whole vectors. */
    private static void rows8x2(
            float[] a, int aStart, int aRowStride, int aColumnStride, float[] b, int bStart, int bRowStride, float[] c,
            int cStart, int cRowStride, int rows, int k) {
        // Starts of the rows of A; rows beyond the last one repeat it.
        var start1 = aStart + Math.min(1, rows - 1) * aRowStride;
        var start2 = aStart + Math.min(2, rows - 1) * aRowStride;
        var start3 = aStart + Math.min(3, rows - 1) * aRowStride;
        var start4 = aStart + Math.min(4, rows - 1) * aRowStride;
        var start5 = aStart + Math.min(5, rows - 1) * aRowStride;
        var start6 = aStart + Math.min(6, rows - 1) * aRowStride;
        var start7 = aStart + Math.min(7, rows - 1) * aRowStride;
        // Accumulators.
        var sum00 = FloatVector.zero(SPECIES);
        var sum01 = FloatVector.zero(SPECIES);
        var sum10 = FloatVector.zero(SPECIES);
        var sum11 = FloatVector.zero(SPECIES);
        var sum20 = FloatVector.zero(SPECIES);
        var sum21 = FloatVector.zero(SPECIES);
        var sum30 = FloatVector.zero(SPECIES);
        var sum31 = FloatVector.zero(SPECIES);
        var sum40 = FloatVector.zero(SPECIES);
        var sum41 = FloatVector.zero(SPECIES);
        var sum50 = FloatVector.zero(SPECIES);
        var sum51 = FloatVector.zero(SPECIES);
        var sum60 = FloatVector.zero(SPECIES);
        var sum61 = FloatVector.zero(SPECIES);
        var sum70 = FloatVector.zero(SPECIES);
        var sum71 = FloatVector.zero(SPECIES);
        // One step of k: load a row of B; for each row of A broadcast its element, fma.
        for (var p = 0; p < k; p++) {
            var step = p * aColumnStride;
            var bIndex = bStart + p * bRowStride;
            var b0 = FloatVector.fromArray(SPECIES, b, bIndex);
            var b1 = FloatVector.fromArray(SPECIES, b, bIndex + LANES);
            var a0 = FloatVector.broadcast(SPECIES, a[aStart + step]);
            sum00 = a0.fma(b0, sum00);
            sum01 = a0.fma(b1, sum01);
            var a1 = FloatVector.broadcast(SPECIES, a[start1 + step]);
            sum10 = a1.fma(b0, sum10);
            sum11 = a1.fma(b1, sum11);
            var a2 = FloatVector.broadcast(SPECIES, a[start2 + step]);
            sum20 = a2.fma(b0, sum20);
            sum21 = a2.fma(b1, sum21);
            var a3 = FloatVector.broadcast(SPECIES, a[start3 + step]);
            sum30 = a3.fma(b0, sum30);
            sum31 = a3.fma(b1, sum31);
            var a4 = FloatVector.broadcast(SPECIES, a[start4 + step]);
            sum40 = a4.fma(b0, sum40);
            sum41 = a4.fma(b1, sum41);
            var a5 = FloatVector.broadcast(SPECIES, a[start5 + step]);
            sum50 = a5.fma(b0, sum50);
            sum51 = a5.fma(b1, sum51);
            var a6 = FloatVector.broadcast(SPECIES, a[start6 + step]);
            sum60 = a6.fma(b0, sum60);
            sum61 = a6.fma(b1, sum61);
            var a7 = FloatVector.broadcast(SPECIES, a[start7 + step]);
            sum70 = a7.fma(b0, sum70);
            sum71 = a7.fma(b1, sum71);
        }
        // Store the rows that C has.
        sum00.intoArray(c, cStart);
        sum01.intoArray(c, cStart + LANES);
        if (rows > 1) {
            sum10.intoArray(c, cStart + cRowStride);
            sum11.intoArray(c, cStart + cRowStride + LANES);
        }
        if (rows > 2) {
            sum20.intoArray(c, cStart + 2 * cRowStride);
            sum21.intoArray(c, cStart + 2 * cRowStride + LANES);
        }
        if (rows > 3) {
            sum30.intoArray(c, cStart + 3 * cRowStride);
            sum31.intoArray(c, cStart + 3 * cRowStride + LANES);
        }
        if (rows > 4) {
            sum40.intoArray(c, cStart + 4 * cRowStride);
            sum41.intoArray(c, cStart + 4 * cRowStride + LANES);
        }
        if (rows > 5) {
            sum50.intoArray(c, cStart + 5 * cRowStride);
            sum51.intoArray(c, cStart + 5 * cRowStride + LANES);
        }
        if (rows > 6) {
            sum60.intoArray(c, cStart + 6 * cRowStride);
            sum61.intoArray(c, cStart + 6 * cRowStride + LANES);
        }
        if (rows > 7) {
            sum70.intoArray(c, cStart + 7 * cRowStride);
            sum71.intoArray(c, cStart + 7 * cRowStride + LANES);
        }
    }

    /** Up to 4 rows of 2 whole vectors. */
    private static void rows4x2(
            float[] a, int aStart, int aRowStride, int aColumnStride, float[] b, int bStart, int bRowStride, float[] c,
            int cStart, int cRowStride, int rows, int k) {
        // Starts of the rows of A; rows beyond the last one repeat it.
        var start1 = aStart + Math.min(1, rows - 1) * aRowStride;
        var start2 = aStart + Math.min(2, rows - 1) * aRowStride;
        var start3 = aStart + Math.min(3, rows - 1) * aRowStride;
        // Accumulators.
        var sum00 = FloatVector.zero(SPECIES);
        var sum01 = FloatVector.zero(SPECIES);
        var sum10 = FloatVector.zero(SPECIES);
        var sum11 = FloatVector.zero(SPECIES);
        var sum20 = FloatVector.zero(SPECIES);
        var sum21 = FloatVector.zero(SPECIES);
        var sum30 = FloatVector.zero(SPECIES);
        var sum31 = FloatVector.zero(SPECIES);
        // One step of k: load a row of B; for each row of A broadcast its element, fma.
        for (var p = 0; p < k; p++) {
            var step = p * aColumnStride;
            var bIndex = bStart + p * bRowStride;
            var b0 = FloatVector.fromArray(SPECIES, b, bIndex);
            var b1 = FloatVector.fromArray(SPECIES, b, bIndex + LANES);
            var a0 = FloatVector.broadcast(SPECIES, a[aStart + step]);
            sum00 = a0.fma(b0, sum00);
            sum01 = a0.fma(b1, sum01);
            var a1 = FloatVector.broadcast(SPECIES, a[start1 + step]);
            sum10 = a1.fma(b0, sum10);
            sum11 = a1.fma(b1, sum11);
            var a2 = FloatVector.broadcast(SPECIES, a[start2 + step]);
            sum20 = a2.fma(b0, sum20);
            sum21 = a2.fma(b1, sum21);
            var a3 = FloatVector.broadcast(SPECIES, a[start3 + step]);
            sum30 = a3.fma(b0, sum30);
            sum31 = a3.fma(b1, sum31);
        }
        // Store the rows that C has.
        sum00.intoArray(c, cStart);
        sum01.intoArray(c, cStart + LANES);
        if (rows > 1) {
            sum10.intoArray(c, cStart + cRowStride);
            sum11.intoArray(c, cStart + cRowStride + LANES);
        }
        if (rows > 2) {
            sum20.intoArray(c, cStart + 2 * cRowStride);
            sum21.intoArray(c, cStart + 2 * cRowStride + LANES);
        }
        if (rows > 3) {
            sum30.intoArray(c, cStart + 3 * cRowStride);
            sum31.intoArray(c, cStart + 3 * cRowStride + LANES);
        }
    }

    /** Up to 8 rows of the columns under the mask. */
    private static void rows8(
            float[] a, int aStart, int aRowStride, int aColumnStride, float[] b, int bStart, int bRowStride, float[] c,
            int cStart, int cRowStride, int rows, int columns, int k) {
        var mask = SPECIES.indexInRange(0, columns);
        // Starts of the rows of A; rows beyond the last one repeat it.
        var start1 = aStart + Math.min(1, rows - 1) * aRowStride;
        var start2 = aStart + Math.min(2, rows - 1) * aRowStride;
        var start3 = aStart + Math.min(3, rows - 1) * aRowStride;
        var start4 = aStart + Math.min(4, rows - 1) * aRowStride;
        var start5 = aStart + Math.min(5, rows - 1) * aRowStride;
        var start6 = aStart + Math.min(6, rows - 1) * aRowStride;
        var start7 = aStart + Math.min(7, rows - 1) * aRowStride;
        // Accumulators.
        var sum0 = FloatVector.zero(SPECIES);
        var sum1 = FloatVector.zero(SPECIES);
        var sum2 = FloatVector.zero(SPECIES);
        var sum3 = FloatVector.zero(SPECIES);
        var sum4 = FloatVector.zero(SPECIES);
        var sum5 = FloatVector.zero(SPECIES);
        var sum6 = FloatVector.zero(SPECIES);
        var sum7 = FloatVector.zero(SPECIES);
        // One step of k: load a row of B; for each row of A broadcast its element, fma.
        for (var p = 0; p < k; p++) {
            var step = p * aColumnStride;
            var row = FloatVector.fromArray(SPECIES, b, bStart + p * bRowStride, mask);
            sum0 = FloatVector.broadcast(SPECIES, a[aStart + step]).fma(row, sum0);
            sum1 = FloatVector.broadcast(SPECIES, a[start1 + step]).fma(row, sum1);
            sum2 = FloatVector.broadcast(SPECIES, a[start2 + step]).fma(row, sum2);
            sum3 = FloatVector.broadcast(SPECIES, a[start3 + step]).fma(row, sum3);
            sum4 = FloatVector.broadcast(SPECIES, a[start4 + step]).fma(row, sum4);
            sum5 = FloatVector.broadcast(SPECIES, a[start5 + step]).fma(row, sum5);
            sum6 = FloatVector.broadcast(SPECIES, a[start6 + step]).fma(row, sum6);
            sum7 = FloatVector.broadcast(SPECIES, a[start7 + step]).fma(row, sum7);
        }
        // Store the rows that C has.
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

    /** Up to 4 rows of the columns under the mask. */
    private static void rows4(
            float[] a, int aStart, int aRowStride, int aColumnStride, float[] b, int bStart, int bRowStride, float[] c,
            int cStart, int cRowStride, int rows, int columns, int k) {
        var mask = SPECIES.indexInRange(0, columns);
        // Starts of the rows of A; rows beyond the last one repeat it.
        var start1 = aStart + Math.min(1, rows - 1) * aRowStride;
        var start2 = aStart + Math.min(2, rows - 1) * aRowStride;
        var start3 = aStart + Math.min(3, rows - 1) * aRowStride;
        // Accumulators.
        var sum0 = FloatVector.zero(SPECIES);
        var sum1 = FloatVector.zero(SPECIES);
        var sum2 = FloatVector.zero(SPECIES);
        var sum3 = FloatVector.zero(SPECIES);
        // One step of k: load a row of B; for each row of A broadcast its element, fma.
        for (var p = 0; p < k; p++) {
            var step = p * aColumnStride;
            var row = FloatVector.fromArray(SPECIES, b, bStart + p * bRowStride, mask);
            sum0 = FloatVector.broadcast(SPECIES, a[aStart + step]).fma(row, sum0);
            sum1 = FloatVector.broadcast(SPECIES, a[start1 + step]).fma(row, sum1);
            sum2 = FloatVector.broadcast(SPECIES, a[start2 + step]).fma(row, sum2);
            sum3 = FloatVector.broadcast(SPECIES, a[start3 + step]).fma(row, sum3);
        }
        // Store the rows that C has.
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
