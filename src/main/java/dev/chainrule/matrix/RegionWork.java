package dev.chainrule.matrix;

/**
 * Work on a matrix that is shared out by regions. They do not overlap and make up the whole matrix. The outcome must not depend on how
 * they are cut.
 */
@FunctionalInterface
public interface RegionWork {
    /** Rows {@code row … row + rows − 1} of columns {@code column … column + columns − 1}. */
    void run(int row, int rows, int column, int columns);
}
