package dev.chainrule.benchmark.product;

/** One system's way to multiply. */
interface Multiplier {
    /** Makes the operands of a product. */
    Prepared prepare(Product product);

    /** A product that can be computed again and again. */
    interface Prepared extends AutoCloseable {
        /** Computes all of C. */
        void multiply();

        /** Element (0, 0) of the last C. */
        double firstElement();

        @Override
        void close();
    }
}
