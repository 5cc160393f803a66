package dev.chainrule.graph;

/**
 * Rows × columns of a node's value.
 *
 * @param rows a number, or {@link #ANY_ROWS}: the rows of the batch
 */
public record Shape(int rows, int columns) {
    /** One row for each row of the batch, written n. */
    public static final int ANY_ROWS = -1;

    static final Shape SCALAR = new Shape(1, 1);

    static Shape anyRows(int columns) {
        return new Shape(ANY_ROWS, columns);
    }

    public boolean hasAnyRows() {
        return rows == ANY_ROWS;
    }

    /** The number of rows for a batch of {@code batchRows}. */
    public int rows(int batchRows) {
        return hasAnyRows() ? batchRows : rows;
    }

    @Override
    public String toString() {
        return (hasAnyRows() ? "n" : rows) + "×" + columns;
    }
}
