package dev.chainrule.matrix.kernel;

import static dev.chainrule.matrix.kernel.VectorFloat32Math.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of a product over the whole depth k. A tile's elements of a column of A are contiguous, {@code aStep} after those of the
 * previous column: packed as a strip, or read directly. B is packed in panels of two vectors.
 *
 * <p>Every sum starts at zero and stays in its register to its end. Every accumulator is a separate local with its own zero: C2 boxes
 * accumulators that share one.
 */
final class VectorFloat32Tiles {
    private static final int LANES = SPECIES.length();

    private VectorFloat32Tiles() {}

    /** C = A·B for 8 × 2 vectors. */
    static void tile8x2(
            float[] a, int aStart, int aStep, float[] panels, int panelStart, float[] c, int cStart, int cRowStride,
            int k) {
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
            var aIndex = aStart + p * aStep;
            var bIndex = panelStart + p * 2 * LANES;
            var b0 = FloatVector.fromArray(SPECIES, panels, bIndex);
            var b1 = FloatVector.fromArray(SPECIES, panels, bIndex + LANES);
            var a0 = FloatVector.broadcast(SPECIES, a[aIndex]);
            sum00 = a0.fma(b0, sum00);
            sum01 = a0.fma(b1, sum01);
            var a1 = FloatVector.broadcast(SPECIES, a[aIndex + 1]);
            sum10 = a1.fma(b0, sum10);
            sum11 = a1.fma(b1, sum11);
            var a2 = FloatVector.broadcast(SPECIES, a[aIndex + 2]);
            sum20 = a2.fma(b0, sum20);
            sum21 = a2.fma(b1, sum21);
            var a3 = FloatVector.broadcast(SPECIES, a[aIndex + 3]);
            sum30 = a3.fma(b0, sum30);
            sum31 = a3.fma(b1, sum31);
            var a4 = FloatVector.broadcast(SPECIES, a[aIndex + 4]);
            sum40 = a4.fma(b0, sum40);
            sum41 = a4.fma(b1, sum41);
            var a5 = FloatVector.broadcast(SPECIES, a[aIndex + 5]);
            sum50 = a5.fma(b0, sum50);
            sum51 = a5.fma(b1, sum51);
            var a6 = FloatVector.broadcast(SPECIES, a[aIndex + 6]);
            sum60 = a6.fma(b0, sum60);
            sum61 = a6.fma(b1, sum61);
            var a7 = FloatVector.broadcast(SPECIES, a[aIndex + 7]);
            sum70 = a7.fma(b0, sum70);
            sum71 = a7.fma(b1, sum71);
        }
        // Store.
        sum00.intoArray(c, cStart);
        sum01.intoArray(c, cStart + LANES);
        sum10.intoArray(c, cStart + cRowStride);
        sum11.intoArray(c, cStart + cRowStride + LANES);
        sum20.intoArray(c, cStart + 2 * cRowStride);
        sum21.intoArray(c, cStart + 2 * cRowStride + LANES);
        sum30.intoArray(c, cStart + 3 * cRowStride);
        sum31.intoArray(c, cStart + 3 * cRowStride + LANES);
        sum40.intoArray(c, cStart + 4 * cRowStride);
        sum41.intoArray(c, cStart + 4 * cRowStride + LANES);
        sum50.intoArray(c, cStart + 5 * cRowStride);
        sum51.intoArray(c, cStart + 5 * cRowStride + LANES);
        sum60.intoArray(c, cStart + 6 * cRowStride);
        sum61.intoArray(c, cStart + 6 * cRowStride + LANES);
        sum70.intoArray(c, cStart + 7 * cRowStride);
        sum71.intoArray(c, cStart + 7 * cRowStride + LANES);
    }

    /** C = A·B for 4 × 2 vectors. */
    static void tile4x2(
            float[] a, int aStart, int aStep, float[] panels, int panelStart, float[] c, int cStart, int cRowStride,
            int k) {
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
            var aIndex = aStart + p * aStep;
            var bIndex = panelStart + p * 2 * LANES;
            var b0 = FloatVector.fromArray(SPECIES, panels, bIndex);
            var b1 = FloatVector.fromArray(SPECIES, panels, bIndex + LANES);
            var a0 = FloatVector.broadcast(SPECIES, a[aIndex]);
            sum00 = a0.fma(b0, sum00);
            sum01 = a0.fma(b1, sum01);
            var a1 = FloatVector.broadcast(SPECIES, a[aIndex + 1]);
            sum10 = a1.fma(b0, sum10);
            sum11 = a1.fma(b1, sum11);
            var a2 = FloatVector.broadcast(SPECIES, a[aIndex + 2]);
            sum20 = a2.fma(b0, sum20);
            sum21 = a2.fma(b1, sum21);
            var a3 = FloatVector.broadcast(SPECIES, a[aIndex + 3]);
            sum30 = a3.fma(b0, sum30);
            sum31 = a3.fma(b1, sum31);
        }
        // Store.
        sum00.intoArray(c, cStart);
        sum01.intoArray(c, cStart + LANES);
        sum10.intoArray(c, cStart + cRowStride);
        sum11.intoArray(c, cStart + cRowStride + LANES);
        sum20.intoArray(c, cStart + 2 * cRowStride);
        sum21.intoArray(c, cStart + 2 * cRowStride + LANES);
        sum30.intoArray(c, cStart + 3 * cRowStride);
        sum31.intoArray(c, cStart + 3 * cRowStride + LANES);
    }
}
