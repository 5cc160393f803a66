package dev.chainrule.matrix;

import dev.chainrule.matrix.kernel.ProductKernels;

/** Matrix products, shared out to the compute threads by parts of the result where that pays. */
final class SharedProducts {
    /** Multiplications that take some microseconds; fewer are done before a worker would notice. */
    private static final long SMALLEST_SHARED = 1 << 18;

    private static final int SMALLEST_PART_ROWS = 16;
    // Parts end where a register tile does, whatever the vector width.
    private static final int ROW_UNIT = 8;
    private static final int COLUMN_UNIT = 32;

    private static final ThreadLocal<Product> PRODUCT = ThreadLocal.withInitial(Product::new);

    private final ProductKernels<Object> kernels;
    private final ComputeThreads threads;

    SharedProducts(ProductKernels<Object> kernels, ComputeThreads threads) {
        this.kernels = kernels;
        this.threads = threads;
    }

    /** C = A·B with A and B read through strides; see {@link ProductKernels#multiply}. */
    void multiply(
            Matrix a, int aRowStride, int aColumnStride, Matrix b, int bRowStride, int bColumnStride, Matrix c, int k) {
        if (threads.count() > 1 && (long) c.size() * k >= SMALLEST_SHARED) {
            share(a, aRowStride, aColumnStride, b, bRowStride, bColumnStride, c, k);
        } else {
            kernels.multiply(
                    a.data(),
                    a.offset(),
                    aRowStride,
                    aColumnStride,
                    b.data(),
                    b.offset(),
                    bRowStride,
                    bColumnStride,
                    c.data(),
                    c.offset(),
                    c.columns(),
                    c.rows(),
                    c.columns(),
                    k);
        }
    }

    private void share(
            Matrix a, int aRowStride, int aColumnStride, Matrix b, int bRowStride, int bColumnStride, Matrix c, int k) {
        var product = PRODUCT.get();
        product.kernels = kernels;
        product.a = a;
        product.aRowStride = aRowStride;
        product.aColumnStride = aColumnStride;
        product.b = b;
        product.bRowStride = bRowStride;
        product.bColumnStride = bColumnStride;
        product.c = c;
        product.k = k;
        try {
            threads.run(product.divide(threads.count()), product);
        } finally {
            product.kernels = null;
            product.a = null;
            product.b = null;
            product.c = null;
        }
    }

    /** One thread's product under way; kept, so that sharing it out allocates nothing. */
    private static final class Product implements ComputeThreads.Work {
        private ProductKernels<Object> kernels;
        private Matrix a;
        private int aRowStride;
        private int aColumnStride;
        private Matrix b;
        private int bRowStride;
        private int bColumnStride;
        private Matrix c;
        private int k;
        private int partRows;
        private int partColumns;

        /**
         * By rows where B's rows are contiguous and cheap to copy, which each part does with all of B; else by columns.
         *
         * @return how many parts there are
         */
        int divide(int parts) {
            partRows = c.rows();
            partColumns = c.columns();
            if ((bColumnStride == 1 && c.rows() >= parts * SMALLEST_PART_ROWS) || c.columns() < parts * COLUMN_UNIT) {
                partRows = part(c.rows(), parts, ROW_UNIT);
                return ceilDivide(c.rows(), partRows);
            }
            partColumns = part(c.columns(), parts, COLUMN_UNIT);
            return ceilDivide(c.columns(), partColumns);
        }

        private static int part(int whole, int parts, int unit) {
            return ceilDivide(ceilDivide(whole, parts), unit) * unit;
        }

        private static int ceilDivide(int x, int y) {
            return (x + y - 1) / y;
        }

        @Override
        public void run(int task) {
            var row = partRows == c.rows() ? 0 : task * partRows;
            var column = partColumns == c.columns() ? 0 : task * partColumns;
            kernels.multiply(
                    a.data(),
                    a.offset() + row * aRowStride,
                    aRowStride,
                    aColumnStride,
                    b.data(),
                    b.offset() + column * bColumnStride,
                    bRowStride,
                    bColumnStride,
                    c.data(),
                    c.offset() + row * c.columns() + column,
                    c.columns(),
                    Math.min(partRows, c.rows() - row),
                    Math.min(partColumns, c.columns() - column),
                    k);
        }
    }
}
