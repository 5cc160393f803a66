package dev.chainrule.matrix.kernel;

import static dev.chainrule.matrix.kernel.VectorFloat64Math.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * Register tiles of a product of packed operands: A in strips of the tile's rows, B in panels of its columns, both k deep and padded.
 *
 * <p>Sums go on from what C holds, and are stored only where C has the row; a padded row reads what the last one does.
 * Every accumulator is a local of its own with its own start: C2 boxes them where they share one.
 */
final class VectorFloat64Tiles {
    private static final int LANES = SPECIES.length();

    private VectorFloat64Tiles() {}

    /** C += A·B for 8 × 2 vectors; of the rows, the first {@code rows} are stored. */
    static void tile8x2(
            double[] a, int aStart, double[] b, int bStart, double[] c, int cStart, int cRowStride, int rows, int k) {
        var last = cStart + (rows - 1) * cRowStride;
        var row0 = cStart;
        var row1 = Math.min(row0 + cRowStride, last);
        var row2 = Math.min(row1 + cRowStride, last);
        var row3 = Math.min(row2 + cRowStride, last);
        var row4 = Math.min(row3 + cRowStride, last);
        var row5 = Math.min(row4 + cRowStride, last);
        var row6 = Math.min(row5 + cRowStride, last);
        var row7 = Math.min(row6 + cRowStride, last);
        var sum00 = DoubleVector.fromArray(SPECIES, c, row0);
        var sum01 = DoubleVector.fromArray(SPECIES, c, row0 + LANES);
        var sum10 = DoubleVector.fromArray(SPECIES, c, row1);
        var sum11 = DoubleVector.fromArray(SPECIES, c, row1 + LANES);
        var sum20 = DoubleVector.fromArray(SPECIES, c, row2);
        var sum21 = DoubleVector.fromArray(SPECIES, c, row2 + LANES);
        var sum30 = DoubleVector.fromArray(SPECIES, c, row3);
        var sum31 = DoubleVector.fromArray(SPECIES, c, row3 + LANES);
        var sum40 = DoubleVector.fromArray(SPECIES, c, row4);
        var sum41 = DoubleVector.fromArray(SPECIES, c, row4 + LANES);
        var sum50 = DoubleVector.fromArray(SPECIES, c, row5);
        var sum51 = DoubleVector.fromArray(SPECIES, c, row5 + LANES);
        var sum60 = DoubleVector.fromArray(SPECIES, c, row6);
        var sum61 = DoubleVector.fromArray(SPECIES, c, row6 + LANES);
        var sum70 = DoubleVector.fromArray(SPECIES, c, row7);
        var sum71 = DoubleVector.fromArray(SPECIES, c, row7 + LANES);
        for (var p = 0; p < k; p++) {
            var aIndex = aStart + p * 8;
            var bIndex = bStart + p * 2 * LANES;
            var b0 = DoubleVector.fromArray(SPECIES, b, bIndex);
            var b1 = DoubleVector.fromArray(SPECIES, b, bIndex + LANES);
            var a0 = DoubleVector.broadcast(SPECIES, a[aIndex]);
            sum00 = a0.fma(b0, sum00);
            sum01 = a0.fma(b1, sum01);
            var a1 = DoubleVector.broadcast(SPECIES, a[aIndex + 1]);
            sum10 = a1.fma(b0, sum10);
            sum11 = a1.fma(b1, sum11);
            var a2 = DoubleVector.broadcast(SPECIES, a[aIndex + 2]);
            sum20 = a2.fma(b0, sum20);
            sum21 = a2.fma(b1, sum21);
            var a3 = DoubleVector.broadcast(SPECIES, a[aIndex + 3]);
            sum30 = a3.fma(b0, sum30);
            sum31 = a3.fma(b1, sum31);
            var a4 = DoubleVector.broadcast(SPECIES, a[aIndex + 4]);
            sum40 = a4.fma(b0, sum40);
            sum41 = a4.fma(b1, sum41);
            var a5 = DoubleVector.broadcast(SPECIES, a[aIndex + 5]);
            sum50 = a5.fma(b0, sum50);
            sum51 = a5.fma(b1, sum51);
            var a6 = DoubleVector.broadcast(SPECIES, a[aIndex + 6]);
            sum60 = a6.fma(b0, sum60);
            sum61 = a6.fma(b1, sum61);
            var a7 = DoubleVector.broadcast(SPECIES, a[aIndex + 7]);
            sum70 = a7.fma(b0, sum70);
            sum71 = a7.fma(b1, sum71);
        }
        sum00.intoArray(c, row0);
        sum01.intoArray(c, row0 + LANES);
        if (rows > 1) {
            sum10.intoArray(c, row1);
            sum11.intoArray(c, row1 + LANES);
        }
        if (rows > 2) {
            sum20.intoArray(c, row2);
            sum21.intoArray(c, row2 + LANES);
        }
        if (rows > 3) {
            sum30.intoArray(c, row3);
            sum31.intoArray(c, row3 + LANES);
        }
        if (rows > 4) {
            sum40.intoArray(c, row4);
            sum41.intoArray(c, row4 + LANES);
        }
        if (rows > 5) {
            sum50.intoArray(c, row5);
            sum51.intoArray(c, row5 + LANES);
        }
        if (rows > 6) {
            sum60.intoArray(c, row6);
            sum61.intoArray(c, row6 + LANES);
        }
        if (rows > 7) {
            sum70.intoArray(c, row7);
            sum71.intoArray(c, row7 + LANES);
        }
    }

    /** C += A·B for 4 × 2 vectors; of the rows, the first {@code rows} are stored. */
    static void tile4x2(
            double[] a, int aStart, double[] b, int bStart, double[] c, int cStart, int cRowStride, int rows, int k) {
        var last = cStart + (rows - 1) * cRowStride;
        var row0 = cStart;
        var row1 = Math.min(row0 + cRowStride, last);
        var row2 = Math.min(row1 + cRowStride, last);
        var row3 = Math.min(row2 + cRowStride, last);
        var sum00 = DoubleVector.fromArray(SPECIES, c, row0);
        var sum01 = DoubleVector.fromArray(SPECIES, c, row0 + LANES);
        var sum10 = DoubleVector.fromArray(SPECIES, c, row1);
        var sum11 = DoubleVector.fromArray(SPECIES, c, row1 + LANES);
        var sum20 = DoubleVector.fromArray(SPECIES, c, row2);
        var sum21 = DoubleVector.fromArray(SPECIES, c, row2 + LANES);
        var sum30 = DoubleVector.fromArray(SPECIES, c, row3);
        var sum31 = DoubleVector.fromArray(SPECIES, c, row3 + LANES);
        for (var p = 0; p < k; p++) {
            var aIndex = aStart + p * 4;
            var bIndex = bStart + p * 2 * LANES;
            var b0 = DoubleVector.fromArray(SPECIES, b, bIndex);
            var b1 = DoubleVector.fromArray(SPECIES, b, bIndex + LANES);
            var a0 = DoubleVector.broadcast(SPECIES, a[aIndex]);
            sum00 = a0.fma(b0, sum00);
            sum01 = a0.fma(b1, sum01);
            var a1 = DoubleVector.broadcast(SPECIES, a[aIndex + 1]);
            sum10 = a1.fma(b0, sum10);
            sum11 = a1.fma(b1, sum11);
            var a2 = DoubleVector.broadcast(SPECIES, a[aIndex + 2]);
            sum20 = a2.fma(b0, sum20);
            sum21 = a2.fma(b1, sum21);
            var a3 = DoubleVector.broadcast(SPECIES, a[aIndex + 3]);
            sum30 = a3.fma(b0, sum30);
            sum31 = a3.fma(b1, sum31);
        }
        sum00.intoArray(c, row0);
        sum01.intoArray(c, row0 + LANES);
        if (rows > 1) {
            sum10.intoArray(c, row1);
            sum11.intoArray(c, row1 + LANES);
        }
        if (rows > 2) {
            sum20.intoArray(c, row2);
            sum21.intoArray(c, row2 + LANES);
        }
        if (rows > 3) {
            sum30.intoArray(c, row3);
            sum31.intoArray(c, row3 + LANES);
        }
    }
}
