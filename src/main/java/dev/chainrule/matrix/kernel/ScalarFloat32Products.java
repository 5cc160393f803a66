package dev.chainrule.matrix.kernel;

import java.util.Arrays;

/**
 * Matrix multiplication by scalar loops. The innermost loop runs along a row, so that C2 vectorises it.
 *
 * <p>C2 does so only if it can prove that no store changes a later load; for arrays of one type, all accesses must use the same index. So
 * each row of a block of B is copied to an array of its own that starts at 0, and so is the row of C that is being summed.
 */
final class ScalarFloat32Products implements ProductKernels<float[]> {
    /** With fewer columns, summing in registers is faster than copying; so it is with fewer rows, if B's columns are not contiguous. */
    private static final int SMALLEST_SIDE = 8;

    /** Up to this many multiplications take less time than copying. */
    private static final int SMALLEST_COPIED = 128;

    /** A block of B, {@code DEPTH × WIDTH}: 64 KiB. */
    private static final int DEPTH = 64;

    private static final int WIDTH = (1 << 16) / (DEPTH * Float.BYTES);

    private static final ThreadLocal<BlockBuffers> BLOCK = ThreadLocal.withInitial(BlockBuffers::new);

    /** One thread's copies of rows of B and of one of C. */
    private static final class BlockBuffers {
        private final float[][] b = new float[DEPTH][WIDTH];
        private final float[] c = new float[WIDTH];
    }

    @Override
    public void multiply(
            float[] a, int aOffset, int aRowStride, int aColumnStride, float[] b, int bOffset, int bRowStride,
            int bColumnStride, float[] c, int cOffset, int cRowStride, int m, int n, int k) {
        if (k > 0 && chainsAreFaster(m, n, k, bColumnStride)) {
            chains(
                    a, aOffset, aRowStride, aColumnStride, b, bOffset, bRowStride, bColumnStride, c, cOffset,
                    cRowStride, m, n, k);
            return;
        }
        // C = 0.
        for (var i = 0; i < m; i++) {
            Arrays.fill(c, cOffset + i * cRowStride, cOffset + i * cRowStride + n, 0f);
        }
        // Block by block of B: copy it, then add its products to each row of C.
        var block = BLOCK.get();
        for (var j = 0; j < n; j += WIDTH) {
            var columns = Math.min(WIDTH, n - j);
            for (var p = 0; p < k; p += DEPTH) {
                var depth = Math.min(DEPTH, k - p);
                copy(b, bOffset + p * bRowStride + j * bColumnStride, bRowStride, bColumnStride, depth, columns,
                        block.b);
                for (var i = 0; i < m; i++) {
                    var cRow = cOffset + i * cRowStride + j;
                    System.arraycopy(c, cRow, block.c, 0, columns);
                    addRow(a, aOffset + i * aRowStride + p * aColumnStride, aColumnStride, block.b, depth, block.c,
                            columns);
                    System.arraycopy(block.c, 0, c, cRow, columns);
                }
            }
        }
    }

    private static boolean chainsAreFaster(int m, int n, int k, int bColumnStride) {
        return n < SMALLEST_SIDE
                || (m < SMALLEST_SIDE && bColumnStride != 1)
                || (long) m * n * k <= SMALLEST_COPIED;
    }

    /** Four rows at a time, if there are that many: their chains of fma run in parallel. */
    private static void chains(
            float[] a, int aOffset, int aRowStride, int aColumnStride, float[] b, int bOffset, int bRowStride,
            int bColumnStride, float[] c, int cOffset, int cRowStride, int m, int n, int k) {
        var i = 0;
        for (; i <= m - 4; i += 4) {
            var aRow = aOffset + i * aRowStride;
            var cRow = cOffset + i * cRowStride;
            // A single loop over columns and depth: most chains have so few steps that an inner loop for each would cost more.
            var sum0 = 0f;
            var sum1 = 0f;
            var sum2 = 0f;
            var sum3 = 0f;
            for (int j = 0, p = 0; j < n;) {
                var aIndex = aRow + p * aColumnStride;
                var factor = b[bOffset + j * bColumnStride + p * bRowStride];
                sum0 = Math.fma(a[aIndex], factor, sum0);
                sum1 = Math.fma(a[aIndex + aRowStride], factor, sum1);
                sum2 = Math.fma(a[aIndex + 2 * aRowStride], factor, sum2);
                sum3 = Math.fma(a[aIndex + 3 * aRowStride], factor, sum3);
                p++;
                if (p == k) {
                    c[cRow + j] = sum0;
                    c[cRow + cRowStride + j] = sum1;
                    c[cRow + 2 * cRowStride + j] = sum2;
                    c[cRow + 3 * cRowStride + j] = sum3;
                    sum0 = 0f;
                    sum1 = 0f;
                    sum2 = 0f;
                    sum3 = 0f;
                    p = 0;
                    j++;
                }
            }
        }
        // The remaining rows, one at a time.
        for (; i < m; i++) {
            var sum = 0f;
            for (int j = 0, p = 0; j < n;) {
                sum = Math.fma(
                        a[aOffset + i * aRowStride + p * aColumnStride],
                        b[bOffset + j * bColumnStride + p * bRowStride],
                        sum);
                p++;
                if (p == k) {
                    c[cOffset + i * cRowStride + j] = sum;
                    sum = 0f;
                    p = 0;
                    j++;
                }
            }
        }
    }

    private static void copy(
            float[] from, int start, int rowStride, int columnStride, int rows, int columns, float[][] to) {
        if (columnStride == 1) {
            for (var p = 0; p < rows; p++) {
                System.arraycopy(from, start + p * rowStride, to[p], 0, columns);
            }
        } else {
            for (var j = 0; j < columns; j++) {
                for (var p = 0; p < rows; p++) {
                    to[p][j] = from[start + p * rowStride + j * columnStride];
                }
            }
        }
    }

    /** c += a · B for one row, four steps of k at a time. */
    private static void addRow(float[] a, int aStart, int aStride, float[][] b, int k, float[] c, int columns) {
        var p = 0;
        for (; p <= k - 4; p += 4) {
            var aIndex = aStart + p * aStride;
            addFour(
                    a[aIndex], b[p], a[aIndex + aStride], b[p + 1], a[aIndex + 2 * aStride], b[p + 2],
                    a[aIndex + 3 * aStride], b[p + 3], c, columns);
        }
        for (; p < k; p++) {
            addOne(a[aStart + p * aStride], b[p], c, columns);
        }
    }

    private static void addFour(
            float a0, float[] b0, float a1, float[] b1, float a2, float[] b2, float a3, float[] b3, float[] c,
            int columns) {
        for (var j = 0; j < columns; j++) {
            c[j] = Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
        }
    }

    private static void addOne(float a, float[] b, float[] c, int columns) {
        for (var j = 0; j < columns; j++) {
            c[j] = Math.fma(a, b[j], c[j]);
        }
    }
}
