package dev.chainrule.matrix.kernel;

import static dev.chainrule.matrix.kernel.VectorFloat32Math.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Sums, products and scaling on whole vectors, with scalar code for the tail of an array or a row. */
final class VectorFloat32Arithmetic implements ArithmeticKernels<float[]> {
    private static final int LANES = SPECIES.length();

    private final ScalarFloat32Arithmetic scalar = new ScalarFloat32Arithmetic();

    @Override
    public void addRow(float[] row, int rowOffset, float[] c, int cOffset, int cRowStride, int rows, int columns) {
        var end = SPECIES.loopBound(columns);
        if (end == 0) {
            scalar.addRow(row, rowOffset, c, cOffset, cRowStride, rows, columns);
            return;
        }
        for (var i = 0; i < rows; i++) {
            var start = cOffset + i * cRowStride;
            for (var j = 0; j < end; j += LANES) {
                load(c, start + j).add(load(row, rowOffset + j)).intoArray(c, start + j);
            }
            // Scalar tail.
            for (var j = end; j < columns; j++) {
                c[start + j] += row[rowOffset + j];
            }
        }
    }

    @Override
    public void columnSums(float[] a, int aOffset, int rows, int columns, float[] row, int rowOffset) {
        var j = 0;
        // Four vectors of columns at a time: four accumulators in parallel.
        for (; j <= columns - 4 * LANES; j += 4 * LANES) {
            var sum0 = FloatVector.zero(SPECIES);
            var sum1 = FloatVector.zero(SPECIES);
            var sum2 = FloatVector.zero(SPECIES);
            var sum3 = FloatVector.zero(SPECIES);
            for (var i = 0; i < rows; i++) {
                var start = aOffset + i * columns + j;
                sum0 = sum0.add(load(a, start));
                sum1 = sum1.add(load(a, start + LANES));
                sum2 = sum2.add(load(a, start + 2 * LANES));
                sum3 = sum3.add(load(a, start + 3 * LANES));
            }
            sum0.intoArray(row, rowOffset + j);
            sum1.intoArray(row, rowOffset + j + LANES);
            sum2.intoArray(row, rowOffset + j + 2 * LANES);
            sum3.intoArray(row, rowOffset + j + 3 * LANES);
        }
        // One vector of columns at a time.
        for (; j <= columns - LANES; j += LANES) {
            var sum = FloatVector.zero(SPECIES);
            for (var i = 0; i < rows; i++) {
                sum = sum.add(load(a, aOffset + i * columns + j));
            }
            sum.intoArray(row, rowOffset + j);
        }
        // Scalar tail.
        for (; j < columns; j++) {
            var sum = 0f;
            for (var i = 0; i < rows; i++) {
                sum += a[aOffset + i * columns + j];
            }
            row[rowOffset + j] = sum;
        }
    }

    @Override
    public void multiplyElements(float[] a, int aOffset, float[] c, int cOffset, int length) {
        var end = SPECIES.loopBound(length);
        for (var i = 0; i < end; i += LANES) {
            load(c, cOffset + i).mul(load(a, aOffset + i)).intoArray(c, cOffset + i);
        }
        if (end < length) {
            scalar.multiplyElements(a, aOffset + end, c, cOffset + end, length - end);
        }
    }

    @Override
    public void scale(double s, float[] c, int cOffset, int length) {
        var factor = (float) s;
        var end = SPECIES.loopBound(length);
        for (var i = 0; i < end; i += LANES) {
            load(c, cOffset + i).mul(factor).intoArray(c, cOffset + i);
        }
        if (end < length) {
            scalar.scale(s, c, cOffset + end, length - end);
        }
    }

    @Override
    public void scaleBytes(
            byte[] bytes, int bytesOffset, double shift, double scale, float[] c, int cOffset, int length) {
        var end = VectorFloat32Math.scaleBytes(bytes, bytesOffset, shift, scale, c, cOffset, length);
        if (end < length) {
            scalar.scaleBytes(bytes, bytesOffset + end, shift, scale, c, cOffset + end, length - end);
        }
    }

    @Override
    public void addScaled(double s, float[] a, int aOffset, float[] c, int cOffset, int length) {
        var factor = FloatVector.broadcast(SPECIES, (float) s);
        var end = SPECIES.loopBound(length);
        for (var i = 0; i < end; i += LANES) {
            load(a, aOffset + i).fma(factor, load(c, cOffset + i)).intoArray(c, cOffset + i);
        }
        if (end < length) {
            scalar.addScaled(s, a, aOffset + end, c, cOffset + end, length - end);
        }
    }

    /** The sixteen partial sums of the scalar kernel are already independent of each other. */
    @Override
    public double sumOfSquares(float[] a, int aOffset, int length) {
        return scalar.sumOfSquares(a, aOffset, length);
    }

    @Override
    public void addPenaltyGradient(double l1, double l2, float[] w, int wOffset, float[] g, int gOffset, int length) {
        var absolute = (float) l1;
        var square = FloatVector.broadcast(SPECIES, (float) l2);
        var end = SPECIES.loopBound(length);
        for (var i = 0; i < end; i += LANES) {
            var x = load(w, wOffset + i);
            var sign = FloatVector.zero(SPECIES)
                    .blend(absolute, x.compare(VectorOperators.GT, 0))
                    .blend(-absolute, x.compare(VectorOperators.LT, 0));
            x.fma(square, load(g, gOffset + i).add(sign)).intoArray(g, gOffset + i);
        }
        if (end < length) {
            scalar.addPenaltyGradient(l1, l2, w, wOffset + end, g, gOffset + end, length - end);
        }
    }

    private static FloatVector load(float[] array, int index) {
        return FloatVector.fromArray(SPECIES, array, index);
    }
}
