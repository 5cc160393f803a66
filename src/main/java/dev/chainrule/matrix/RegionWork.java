package dev.chainrule.matrix;

/**
 * Work on a matrix that is shared out by regions. Regions do not overlap and together cover the matrix. The outcome must not depend on how
 * the matrix is divided.
 */
@FunctionalInterface
public interface RegionWork {
    /** Rows {@code row … row + rows − 1} of columns {@code column … column + columns − 1}. */
    void run(int row, int rows, int column, int columns);
}
