package dev.chainrule.matrix.kernel;

import static dev.chainrule.matrix.kernel.VectorFloat32Math.SPECIES;

/**
 * Matrix multiplication in register tiles whose lanes are columns of the result.
 *
 * <p>Large products pack a block of B into panels, and one strip of A after the other, in the order in which the tiles read them, after
 * Goto and van de Geijn (Anatomy of high-performance matrix multiplication, 2008): the strip stays in the L1 cache and the block in the L2
 * cache, up to sums of some thousand products. Unlike in the paper, the depth k is not divided into blocks: a sum stays in its register
 * from start to end, and C is written once. Small products read their operands directly.
 */
final class VectorFloat32Products implements ProductKernels<float[]> {
    private static final int LANES = SPECIES.length();

    /** Sixteen accumulators need the 32 registers that 512-bit vectors come with. */
    private static final int TILE_ROWS = SPECIES.vectorBitSize() >= 512 ? 8 : 4;

    private static final int TILE_COLUMNS = 2 * LANES;

    /** Up to this many multiplications take less time than setting up vectors. */
    private static final int SCALAR_MULTIPLICATIONS = 128;

    /** Elements of a packed block of B: half of the L2 cache; the rest is for A and C. */
    private static final int BLOCK = L2Cache.bytes() / 2 / Float.BYTES;

    /** From this many rows of C on, packing B pays: each of its elements is copied once and read by all tiles of its columns. */
    private static final int PACKED_ROWS = 48;

    /** From this many columns of C on, packing A pays, likewise. */
    private static final int PACKED_COLUMNS = 4 * TILE_COLUMNS;

    private static final ThreadLocal<Buffers> BUFFERS = ThreadLocal.withInitial(Buffers::new);

    private final ScalarFloat32Products scalar = new ScalarFloat32Products();

    /** One thread's packed strip and block, as large as the largest it has needed. */
    private static final class Buffers {
        private float[] strip = new float[0];
        private float[] panels = new float[0];

        float[] strip(int length) {
            strip = strip.length < length ? new float[length] : strip;
            return strip;
        }

        float[] panels(int length) {
            panels = panels.length < length ? new float[length] : panels;
            return panels;
        }
    }

    @Override
    public void multiply(
            float[] a, int aOffset, int aRowStride, int aColumnStride, float[] b, int bOffset, int bRowStride,
            int bColumnStride, float[] c, int cOffset, int cRowStride, int m, int n, int k) {
        if (n == 1 && m > 1 && aRowStride == 1 && cRowStride == 1 && m >= LANES / 4 && k > 0) {
            // A column without gaps is computed as a row: Cᵀ = Bᵀ·Aᵀ, whose lanes are C's rows.
            multiply(
                    b, bOffset, bColumnStride, bRowStride, a, aOffset, aColumnStride, 1, c, cOffset, m, 1, m, k);
            return;
        }
        // Few columns or few multiplications.
        if (n < LANES / 4 || k == 0 || (long) m * n * k <= SCALAR_MULTIPLICATIONS) {
            scalar.multiply(
                    a, aOffset, aRowStride, aColumnStride, b, bOffset, bRowStride, bColumnStride, c, cOffset,
                    cRowStride, m, n, k);
            return;
        }
        // Whole tiles of columns, packed or direct.
        var wide = n - n % TILE_COLUMNS;
        if (bColumnStride != 1 || (m >= PACKED_ROWS && n >= PACKED_COLUMNS)) {
            var tiles = wide / TILE_COLUMNS;
            var blocks = Math.ceilDiv(tiles, Math.max(1, BLOCK / k / TILE_COLUMNS));
            // A strip that is read by a single tile is not worth packing.
            var packs = n >= PACKED_COLUMNS && (aRowStride == 1 || tiles >= 2 * blocks);
            var packedRows = packs ? m - m % TILE_ROWS : 0;
            for (var block = 0; block < blocks; block++) {
                var j = tiles * block / blocks * TILE_COLUMNS;
                var columns = tiles * (block + 1) / blocks * TILE_COLUMNS - j;
                multiplyBlock(
                        a, aOffset, aRowStride, aColumnStride, b, bOffset + j * bColumnStride, bRowStride,
                        bColumnStride, c, cOffset + j, cRowStride, m, packedRows, columns, k);
            }
        } else {
            for (var j = 0; j < wide; j += TILE_COLUMNS) {
                VectorFloat32DirectTiles.twoVectors(
                        a, aOffset, aRowStride, aColumnStride, b, bOffset + j, bRowStride, c, cOffset + j, cRowStride,
                        m, k);
            }
        }
        // The remaining columns, one vector at a time, the last one masked.
        for (var j = wide; j < n; j += LANES) {
            var columns = Math.min(LANES, n - j);
            var bStart = bOffset + j * bColumnStride;
            if (bColumnStride == 1) {
                VectorFloat32DirectTiles.oneVector(
                        a, aOffset, aRowStride, aColumnStride, b, bStart, bRowStride, c, cOffset + j, cRowStride, m,
                        columns, k);
            } else {
                var panel = BUFFERS.get().panels(k * LANES);
                VectorFloat32Packing.packPanel(b, bStart, bRowStride, bColumnStride, columns, k, panel, 0, LANES);
                VectorFloat32DirectTiles.oneVector(
                        a, aOffset, aRowStride, aColumnStride, panel, 0, LANES, c, cOffset + j, cRowStride, m, columns,
                        k);
            }
        }
    }

    /** C = A·B for a block of B's columns, a multiple of a tile's; the first {@code packedRows} rows of A are read as strips. */
    private static void multiplyBlock(
            float[] a, int aOffset, int aRowStride, int aColumnStride, float[] b, int bOffset, int bRowStride,
            int bColumnStride, float[] c, int cOffset, int cRowStride, int m, int packedRows, int columns, int k) {
        // Pack B.
        var buffers = BUFFERS.get();
        var panels = buffers.panels(k * columns);
        for (var j = 0; j < columns; j += TILE_COLUMNS) {
            VectorFloat32Packing.packPanel(
                    b, bOffset + j * bColumnStride, bRowStride, bColumnStride, TILE_COLUMNS, k, panels, j * k,
                    TILE_COLUMNS);
        }
        // A strip whose elements of each column of A are contiguous already needs no copy.
        var direct = aRowStride == 1;
        var strip = buffers.strip(packedRows == 0 || direct ? 0 : k * TILE_ROWS);
        // Strip by strip of A, tile by tile of B.
        for (var i = 0; i < packedRows; i += TILE_ROWS) {
            var aRow = aOffset + i * aRowStride;
            var cRow = cOffset + i * cRowStride;
            if (!direct) {
                VectorFloat32Packing.packStrip(a, aRow, aRowStride, aColumnStride, TILE_ROWS, k, strip);
            }
            var rows = direct ? a : strip;
            var start = direct ? aRow : 0;
            var step = direct ? aColumnStride : TILE_ROWS;
            for (var j = 0; j < columns; j += TILE_COLUMNS) {
                if (TILE_ROWS == 8) {
                    VectorFloat32Tiles.tile8x2(rows, start, step, panels, j * k, c, cRow + j, cRowStride, k);
                } else {
                    VectorFloat32Tiles.tile4x2(rows, start, step, panels, j * k, c, cRow + j, cRowStride, k);
                }
            }
        }
        // The remaining rows.
        if (packedRows < m) {
            for (var j = 0; j < columns; j += TILE_COLUMNS) {
                VectorFloat32DirectTiles.twoVectors(
                        a, aOffset + packedRows * aRowStride, aRowStride, aColumnStride, panels, j * k, TILE_COLUMNS,
                        c, cOffset + packedRows * cRowStride + j, cRowStride, m - packedRows, k);
            }
        }
    }
}
