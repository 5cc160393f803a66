package dev.chainrule.matrix;

/**
 * What is done with each part of a result by the thread that has computed it, while as much of it as fits is in that thread's cache. The
 * parts do not overlap and make up the whole; which they are must not matter, but an operation may promise whole rows.
 */
@FunctionalInterface
public interface Part {
    /** Rows {@code row … row + rows − 1} of columns {@code column … column + columns − 1}. */
    void of(int row, int rows, int column, int columns);
}
