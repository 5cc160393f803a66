package dev.chainrule.matrix;

/**
 * What follows a product: done with each region of the result by the thread that has computed it, while as much of the region as fits is
 * in that thread's cache. The regions do not overlap and make up the whole result. The outcome must not depend on how they are cut, but
 * an operation may promise whole rows.
 */
@FunctionalInterface
public interface Epilogue {
    /** Rows {@code row … row + rows − 1} of columns {@code column … column + columns − 1}. */
    void apply(int row, int rows, int column, int columns);
}
