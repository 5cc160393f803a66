package dev.chainrule.matrix;

import dev.chainrule.matrix.kernel.ProductKernels;

/** Matrix products, shared out to the compute team by parts of the result where that pays. */
final class SharedProducts {
    /** How a result may be divided. */
    enum Tiling {
        /** Into parts of any form. */
        ANY,
        /** Into whole rows. */
        ROWS
    }

    /** Multiplications that take some microseconds; fewer are done before a helper would notice. */
    private static final long SMALLEST_SHARED = 1 << 18;

    // Parts end where a register tile does, whatever the vector width.
    private static final int ROW_UNIT = 8;
    private static final int COLUMN_UNIT = 32;

    /** What follows a product where nothing is to follow. */
    static final Epilogue NOTHING = (_, _, _, _) -> {};

    /** In the place of operands while no product is shared out, so that theirs can be freed. */
    private static final Matrix NONE = Matrix.zeros(Precision.FLOAT32, 0, 0);

    private final ProductKernels<Object> kernels;
    private final ComputeTeam team;
    private final Product product;

    SharedProducts(ProductKernels<Object> kernels, ComputeTeam team) {
        this.kernels = kernels;
        this.team = team;
        this.product = new Product(kernels);
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

    /** The product under way; kept, so that sharing it out allocates nothing. */
    private static final class Product implements ComputeTeam.Work {
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

        Product(ProductKernels<Object> kernels) {
            this.kernels = kernels;
        }

        /**
         * By columns first, unless by rows is asked for: each part copies its own columns of B, which parts above each other would all do.
         * By rows too where columns are too few; by rows alone where threads would else have different numbers of parts, if there are rows
         * for all.
         *
         * @return how many parts there are
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
