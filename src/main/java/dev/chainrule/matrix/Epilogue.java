package dev.chainrule.matrix;

/**
 * Work that follows a product. Each region of the result is processed by the thread that computed it, while as much of the region as fits
 * is in that thread's cache. Regions do not overlap and together cover the result. The outcome must not depend on how the result is
 * divided; an operation may promise regions of whole rows.
 */
@FunctionalInterface
public interface Epilogue {
    /** Rows {@code row … row + rows − 1} of columns {@code column … column + columns − 1}. */
    void apply(int row, int rows, int column, int columns);
}
