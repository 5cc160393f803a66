package dev.chainrule.matrix;

import dev.chainrule.matrix.kernel.ProductKernels;

/** Matrix products; large ones are shared out to the compute team by parts of the result. */
final class SharedProducts {
    /** How a result may be divided. */
    enum Tiling {
        /** Into parts of any number of rows and columns. */
        ANY,
        /** Into whole rows. */
        ROWS
    }

    /** A product of fewer multiplications is not shared out: it takes some microseconds, which a helper needs to notice it. */
    private static final long SMALLEST_SHARED = 1 << 18;

    // Parts end where a register tile does, whatever the vector width.
    private static final int ROW_UNIT = 8;
    private static final int COLUMN_UNIT = 32;

    /** No epilogue. */
    static final Epilogue NOTHING = (_, _, _, _) -> {};

    /** Stands in for operands while no product is shared out, so that their memory can be freed. */
    private static final Matrix NONE = Matrix.zeros(Precision.FLOAT32, 0, 0);

    private final ProductKernels<Object> kernels;
    private final ComputeTeam team;
    private final SharedProduct product;

    SharedProducts(ProductKernels<Object> kernels, ComputeTeam team) {
        this.kernels = kernels;
        this.team = team;
        this.product = new SharedProduct(kernels);
    }

    /** C = A·B with A and B read through strides; see {@link ProductKernels#multiply}. */
    void multiply(
            Matrix a, int aRowStride, int aColumnStride, Matrix b, int bRowStride, int bColumnStride, Matrix c, int k,
            Tiling tiling, Epilogue epilogue) {
        if (team.count() > 1 && (long) c.size() * k >= SMALLEST_SHARED) {
            share(a, aRowStride, aColumnStride, b, bRowStride, bColumnStride, c, k, tiling, epilogue);
        } else {
            kernels.multiply(
                    a.data(), a.offset(), aRowStride, aColumnStride, b.data(), b.offset(), bRowStride, bColumnStride,
                    c.data(), c.offset(), c.columns(), c.rows(), c.columns(), k);
            epilogue.apply(0, c.rows(), 0, c.columns());
        }
    }

    private void share(
            Matrix a, int aRowStride, int aColumnStride, Matrix b, int bRowStride, int bColumnStride, Matrix c, int k,
            Tiling tiling, Epilogue epilogue) {
        if (product.isRunning) {
            throw new IllegalStateException("a product cannot be shared out within another one's epilogue");
        }
        product.isRunning = true;
        product.a = a;
        product.aRowStride = aRowStride;
        product.aColumnStride = aColumnStride;
        product.b = b;
        product.bRowStride = bRowStride;
        product.bColumnStride = bColumnStride;
        product.c = c;
        product.k = k;
        product.epilogue = epilogue;
        try {
            team.run(product.divide(team.count(), tiling), product);
        } finally {
            product.isRunning = false;
            product.a = NONE;
            product.b = NONE;
            product.c = NONE;
            product.epilogue = NOTHING;
        }
    }

    /** The current product. The object is reused, so that sharing out allocates nothing. */
    private static final class SharedProduct implements ComputeTeam.Work {
        private final ProductKernels<Object> kernels;
        private boolean isRunning;
        private Matrix a = NONE;
        private int aRowStride;
        private int aColumnStride;
        private Matrix b = NONE;
        private int bRowStride;
        private int bColumnStride;
        private Matrix c = NONE;
        private int k;
        private Epilogue epilogue = NOTHING;
        private int partRows;
        private int partColumns;
        private int partsAcross;

        SharedProduct(ProductKernels<Object> kernels) {
            this.kernels = kernels;
        }

        /**
         * Divides by columns first, unless whole rows are required: each part packs its own columns of B, and parts in the same columns
         * would pack them again. Divides by rows, too, if there are too few columns; and only by rows if threads would otherwise have
         * different numbers of parts and there are enough rows for all.
         *
         * @return the number of parts
         */
        int divide(int parts, Tiling tiling) {
            var across = tiling == Tiling.ROWS ? 1 : Math.clamp(c.columns() / COLUMN_UNIT, 1, parts);
            partColumns = across == 1 ? c.columns() : part(c.columns(), across, COLUMN_UNIT);
            partsAcross = Math.ceilDiv(c.columns(), partColumns);
            if (parts % partsAcross != 0 && Math.ceilDiv(c.rows(), ROW_UNIT) >= parts) {
                partColumns = c.columns();
                partsAcross = 1;
            }
            partRows = part(c.rows(), Math.ceilDiv(parts, partsAcross), ROW_UNIT);
            return partsAcross * Math.ceilDiv(c.rows(), partRows);
        }

        private static int part(int whole, int parts, int unit) {
            return Math.ceilDiv(Math.ceilDiv(whole, parts), unit) * unit;
        }

        @Override
        public void run(int task) {
            var row = task / partsAcross * partRows;
            var column = task % partsAcross * partColumns;
            var rows = Math.min(partRows, c.rows() - row);
            var columns = Math.min(partColumns, c.columns() - column);
            kernels.multiply(
                    a.data(), a.offset() + row * aRowStride, aRowStride, aColumnStride, b.data(),
                    b.offset() + column * bColumnStride, bRowStride, bColumnStride, c.data(),
                    c.offset() + row * c.columns() + column, c.columns(), rows, columns, k);
            epilogue.apply(row, rows, column, columns);
        }
    }
}
