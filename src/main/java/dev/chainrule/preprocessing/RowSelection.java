package dev.chainrule.preprocessing;

/**
 * Some rows of a table, in an order.
 *
 * @param count how many
 * @param chosen the table's row at each place; null: all rows in their order, which takes no memory
 */
record RowSelection(int count, int[] chosen) {
    static RowSelection all(int rows) {
        return new RowSelection(rows, null);
    }

    /** @param chosen kept, not copied */
    static RowSelection of(int[] chosen) {
        return new RowSelection(chosen.length, chosen);
    }

    boolean isAll() {
        return chosen == null;
    }

    /** The table's row at a place. */
    int row(int place) {
        return chosen == null ? place : chosen[place];
    }
}
