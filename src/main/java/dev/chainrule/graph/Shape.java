package dev.chainrule.graph;

/**
 * Rows × columns of a node's value.
 *
 * @param rows a number, or {@link #ANY_ROWS}: as many as go through the graph at once
 */
public record Shape(int rows, int columns) {
    /** One for each row that goes through the graph, written n. */
    public static final int ANY_ROWS = -1;

    static final Shape SCALAR = new Shape(1, 1);

    static Shape anyRows(int columns) {
        return new Shape(ANY_ROWS, columns);
    }

    boolean hasAnyRows() {
        return rows == ANY_ROWS;
    }

    /** How many rows it has when {@code batchRows} go through the graph. */
    public int rows(int batchRows) {
        return hasAnyRows() ? batchRows : rows;
    }

    @Override
    public String toString() {
        return (hasAnyRows() ? "n" : rows) + "×" + columns;
    }
}
