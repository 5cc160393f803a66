package dev.chainrule.benchmark.product;

/** One system's way to multiply. */
interface Multiplier {
    /** Makes the operands of a product. */
    Prepared prepare(Product product);

    /** A product that can be computed again and again. */
    interface Prepared extends AutoCloseable {
        /** Computes all of C. */
        void multiply();

        /** An element of the last C. */
        double element(int row, int column);

        @Override
        void close();
    }
}
