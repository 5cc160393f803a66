package dev.chainrule.preprocessing;

/** Some rows of a table, in an order. */
sealed interface RowSelection {
    /** All rows in their order, which takes no memory for each of them. */
    record All(int count) implements RowSelection {
        @Override
        public int row(int place) {
            return place;
        }
    }

    /** @param rows the table's row at each place */
    record Chosen(int[] rows) implements RowSelection {
        @Override
        public int count() {
            return rows.length;
        }

        @Override
        public int row(int place) {
            return rows[place];
        }
    }

    static RowSelection all(int rows) {
        return new All(rows);
    }

    /** @param chosen kept, not copied */
    static RowSelection of(int[] chosen) {
        return new Chosen(chosen);
    }

    /** How many. */
    int count();

    /** The table's row at a place. */
    int row(int place);

    default boolean isAll() {
        return this instanceof All;
    }
}
