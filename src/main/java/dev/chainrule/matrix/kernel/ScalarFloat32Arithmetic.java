package dev.chainrule.matrix.kernel;

import java.util.Arrays;

/** Sums, products and scaling of elements by scalar loops. */
final class ScalarFloat32Arithmetic implements ArithmeticKernels<float[]> {
    @Override
    public void addRow(float[] row, int rowOffset, float[] c, int cOffset, int cRowStride, int rows, int columns) {
        if (columns == cRowStride) {
            // A single loop, since there are no gaps: with short rows, nested loops cost more.
            var end = cOffset + rows * columns;
            for (int i = cOffset, j = 0; i < end; i++) {
                c[i] += row[rowOffset + j];
                j = j + 1 == columns ? 0 : j + 1;
            }
        } else {
            for (var i = 0; i < rows; i++) {
                var start = cOffset + i * cRowStride;
                for (var j = 0; j < columns; j++) {
                    c[start + j] += row[rowOffset + j];
                }
            }
        }
    }

    @Override
    public void columnSums(float[] a, int aOffset, int rows, int columns, float[] row, int rowOffset) {
        Arrays.fill(row, rowOffset, rowOffset + columns, 0f);
        for (var i = 0; i < rows; i++) {
            var start = aOffset + i * columns;
            for (var j = 0; j < columns; j++) {
                row[rowOffset + j] += a[start + j];
            }
        }
    }

    @Override
    public void multiplyElements(float[] a, int aOffset, float[] c, int cOffset, int length) {
        for (var i = 0; i < length; i++) {
            c[cOffset + i] *= a[aOffset + i];
        }
    }

    @Override
    public void scale(double s, float[] c, int cOffset, int length) {
        var factor = (float) s;
        for (var i = 0; i < length; i++) {
            c[cOffset + i] *= factor;
        }
    }

    @Override
    public void scaleBytes(
            byte[] bytes, int bytesOffset, double shift, double scale, float[] c, int cOffset, int length) {
        for (var i = 0; i < length; i++) {
            c[cOffset + i] = (float) (((bytes[bytesOffset + i] & 0xFF) - shift) * scale);
        }
    }

    @Override
    public void addScaled(double s, float[] a, int aOffset, float[] c, int cOffset, int length) {
        var factor = (float) s;
        for (var i = 0; i < length; i++) {
            c[cOffset + i] = Math.fma(factor, a[aOffset + i], c[cOffset + i]);
        }
    }

    @Override
    public double sumOfSquares(float[] a, int aOffset, int length) {
        // Sixteen accumulators.
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        double s8 = 0, s9 = 0, s10 = 0, s11 = 0, s12 = 0, s13 = 0, s14 = 0, s15 = 0;
        var end = aOffset + (length & -16);
        // Sixteen elements at a time.
        for (var i = aOffset; i < end; i += 16) {
            s0 = addSquare(a[i], s0);
            s1 = addSquare(a[i + 1], s1);
            s2 = addSquare(a[i + 2], s2);
            s3 = addSquare(a[i + 3], s3);
            s4 = addSquare(a[i + 4], s4);
            s5 = addSquare(a[i + 5], s5);
            s6 = addSquare(a[i + 6], s6);
            s7 = addSquare(a[i + 7], s7);
            s8 = addSquare(a[i + 8], s8);
            s9 = addSquare(a[i + 9], s9);
            s10 = addSquare(a[i + 10], s10);
            s11 = addSquare(a[i + 11], s11);
            s12 = addSquare(a[i + 12], s12);
            s13 = addSquare(a[i + 13], s13);
            s14 = addSquare(a[i + 14], s14);
            s15 = addSquare(a[i + 15], s15);
        }
        // Tail.
        var rest = length & 15;
        s0 = rest > 0 ? addSquare(a[end], s0) : s0;
        s1 = rest > 1 ? addSquare(a[end + 1], s1) : s1;
        s2 = rest > 2 ? addSquare(a[end + 2], s2) : s2;
        s3 = rest > 3 ? addSquare(a[end + 3], s3) : s3;
        s4 = rest > 4 ? addSquare(a[end + 4], s4) : s4;
        s5 = rest > 5 ? addSquare(a[end + 5], s5) : s5;
        s6 = rest > 6 ? addSquare(a[end + 6], s6) : s6;
        s7 = rest > 7 ? addSquare(a[end + 7], s7) : s7;
        s8 = rest > 8 ? addSquare(a[end + 8], s8) : s8;
        s9 = rest > 9 ? addSquare(a[end + 9], s9) : s9;
        s10 = rest > 10 ? addSquare(a[end + 10], s10) : s10;
        s11 = rest > 11 ? addSquare(a[end + 11], s11) : s11;
        s12 = rest > 12 ? addSquare(a[end + 12], s12) : s12;
        s13 = rest > 13 ? addSquare(a[end + 13], s13) : s13;
        s14 = rest > 14 ? addSquare(a[end + 14], s14) : s14;
        // Sum of the accumulators, in halves.
        var low = ((s0 + s8) + (s4 + s12)) + ((s2 + s10) + (s6 + s14));
        var high = ((s1 + s9) + (s5 + s13)) + ((s3 + s11) + (s7 + s15));
        return low + high;
    }

    private static double addSquare(double x, double sum) {
        return Math.fma(x, x, sum);
    }

    @Override
    public void addPenaltyGradient(double l1, double l2, float[] w, int wOffset, float[] g, int gOffset, int length) {
        var absolute = (float) l1;
        var square = (float) l2;
        for (var i = 0; i < length; i++) {
            var x = w[wOffset + i];
            // Nested, because with a method for l1·sign(x) C2 takes 1.1 times as long.
            var sign = x > 0 ? absolute : (x < 0 ? -absolute : 0f);
            g[gOffset + i] = Math.fma(square, x, g[gOffset + i] + sign);
        }
    }
}
