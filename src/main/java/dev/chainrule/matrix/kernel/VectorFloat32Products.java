package dev.chainrule.matrix.kernel;

import static dev.chainrule.matrix.kernel.VectorFloat32Math.SPECIES;

import java.util.Arrays;

/**
 * Matrix multiplication in register tiles whose lanes are columns of the result.
 *
 * <p>Large products copy blocks of both operands into the order in which the tiles read them (Goto and van de Geijn: Anatomy of
 * high-performance matrix multiplication, 2008): a panel of B stays in the first cache, a block of A in the second. Blocks over k go on from
 * what C holds, so that every sum stays one chain. Small products read their operands where they are.
 */
final class VectorFloat32Products implements ProductKernels<float[]> {
    private static final int LANES = SPECIES.length();

    /** Sixteen accumulators need the 32 registers that 512-bit vectors come with. */
    private static final int TILE_ROWS = SPECIES.vectorBitSize() >= 512 ? 8 : 4;

    private static final int TILE_COLUMNS = 2 * LANES;

    /** A panel of B, 2 vectors wide and this deep, takes 32 KiB of the first cache at 512 bits. */
    private static final int DEPTH = 256;

    /** Rows of a block of A: 256 KiB, of the second cache. */
    private static final int BLOCK_ROWS = (1 << 18) / (DEPTH * Float.BYTES);

    /** Columns of a block of B: 1 MiB. */
    private static final int BLOCK_COLUMNS = (1 << 20) / (DEPTH * Float.BYTES);

    /** Below as many multiplications, copying costs more than it saves. */
    private static final int SMALLEST_PACKED = 1 << 15;

    private static final ThreadLocal<Buffers> BUFFERS = ThreadLocal.withInitial(Buffers::new);

    private final ScalarFloat32Products scalar = new ScalarFloat32Products();

    /** One thread's packed blocks, as large as the largest it has needed. */
    private static final class Buffers {
        private float[] a = new float[0];
        private float[] b = new float[0];

        void reserve(int aLength, int bLength) {
            a = a.length < aLength ? new float[aLength] : a;
            b = b.length < bLength ? new float[bLength] : b;
        }
    }

    @Override
    public void multiply(
            float[] a,
            int aOffset,
            int aRowStride,
            int aColumnStride,
            float[] b,
            int bOffset,
            int bRowStride,
            int bColumnStride,
            float[] c,
            int cOffset,
            int cRowStride,
            int m,
            int n,
            int k) {
        if (n < LANES / 4 || k == 0) {
            scalar.multiply(
                    a, aOffset, aRowStride, aColumnStride, b, bOffset, bRowStride, bColumnStride, c, cOffset,
                    cRowStride, m, n, k);
            return;
        }
        var packed = (long) m * n * k < SMALLEST_PACKED ? 0 : n - n % TILE_COLUMNS;
        if (packed > 0) {
            for (var i = 0; i < m; i++) {
                Arrays.fill(c, cOffset + i * cRowStride, cOffset + i * cRowStride + packed, 0f);
            }
            addPacked(
                    a, aOffset, aRowStride, aColumnStride, b, bOffset, bRowStride, bColumnStride, c, cOffset,
                    cRowStride, m, packed, k);
        }
        for (var j = packed; j < n; j += LANES) {
            var columns = Math.min(LANES, n - j);
            var bStart = bOffset + j * bColumnStride;
            var cStart = cOffset + j;
            if (bColumnStride == 1) {
                VectorFloat32Columns.multiply(
                        a, aOffset, aRowStride, aColumnStride, b, bStart, bRowStride, c, cStart, cRowStride, m, columns,
                        k);
            } else {
                var buffers = BUFFERS.get();
                buffers.reserve(0, k * LANES);
                VectorFloat32Packing.packPanel(b, bStart, bRowStride, bColumnStride, columns, k, buffers.b, 0, LANES);
                VectorFloat32Columns.multiply(
                        a, aOffset, aRowStride, aColumnStride, buffers.b, 0, LANES, c, cStart, cRowStride, m, columns,
                        k);
            }
        }
    }

    /** C += A·B; n is a multiple of a tile's columns. */
    private static void addPacked(
            float[] a,
            int aOffset,
            int aRowStride,
            int aColumnStride,
            float[] b,
            int bOffset,
            int bRowStride,
            int bColumnStride,
            float[] c,
            int cOffset,
            int cRowStride,
            int m,
            int n,
            int k) {
        var depthNeeded = Math.min(k, DEPTH);
        var buffers = BUFFERS.get();
        buffers.reserve(
                depthNeeded * roundUp(Math.min(m, BLOCK_ROWS), TILE_ROWS),
                depthNeeded * Math.min(n, BLOCK_COLUMNS));
        for (var j = 0; j < n; j += BLOCK_COLUMNS) {
            var columns = Math.min(BLOCK_COLUMNS, n - j);
            for (var p = 0; p < k; p += DEPTH) {
                var depth = Math.min(DEPTH, k - p);
                packPanels(b, bOffset + p * bRowStride + j * bColumnStride, bRowStride, bColumnStride, columns, depth,
                        buffers.b);
                for (var i = 0; i < m; i += BLOCK_ROWS) {
                    var rows = Math.min(BLOCK_ROWS, m - i);
                    packStrips(a, aOffset + i * aRowStride + p * aColumnStride, aRowStride, aColumnStride, rows, depth,
                            buffers.a);
                    addBlock(buffers.a, buffers.b, c, cOffset + i * cRowStride + j, cRowStride, rows, columns, depth);
                }
            }
        }
    }

    private static void packStrips(
            float[] a, int start, int rowStride, int columnStride, int rows, int depth, float[] packed) {
        for (var i = 0; i < rows;) {
            var stripRows = stripRows(rows - i);
            VectorFloat32Packing.packStrip(
                    a,
                    start + i * rowStride,
                    rowStride,
                    columnStride,
                    Math.min(stripRows, rows - i),
                    depth,
                    packed,
                    i * depth,
                    stripRows);
            i += stripRows;
        }
    }

    private static void packPanels(
            float[] b, int start, int rowStride, int columnStride, int columns, int depth, float[] packed) {
        for (var j = 0; j < columns; j += TILE_COLUMNS) {
            VectorFloat32Packing.packPanel(
                    b, start + j * columnStride, rowStride, columnStride, TILE_COLUMNS, depth, packed, j * depth,
                    TILE_COLUMNS);
        }
    }

    private static void addBlock(
            float[] a, float[] b, float[] c, int cStart, int cRowStride, int rows, int columns, int depth) {
        for (var j = 0; j < columns; j += TILE_COLUMNS) {
            for (var i = 0; i < rows;) {
                var cTile = cStart + i * cRowStride + j;
                var stripRows = stripRows(rows - i);
                var tileRows = Math.min(stripRows, rows - i);
                if (stripRows == 8) {
                    VectorFloat32Tiles.tile8x2(a, i * depth, b, j * depth, c, cTile, cRowStride, tileRows, depth);
                } else {
                    VectorFloat32Tiles.tile4x2(a, i * depth, b, j * depth, c, cTile, cRowStride, tileRows, depth);
                }
                i += stripRows;
            }
        }
    }

    /** Up to four rows take a tile of four: fewer accumulators would only wait for each other. */
    private static int stripRows(int rowsLeft) {
        return rowsLeft > 4 ? TILE_ROWS : 4;
    }

    private static int roundUp(int x, int multiple) {
        return (x + multiple - 1) / multiple * multiple;
    }
}
