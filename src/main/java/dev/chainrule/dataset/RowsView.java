package dev.chainrule.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a dataset as they are stored, without its ignored columns: numbers are float64, also where the upload had more digits.
 *
 * @param columns their names
 * @param rows numbers, texts of categories, and {@code null} for what is missing; each row is read when it is written
 * @param offset number of the first row, from 0
 * @param total number of rows of the dataset
 */
record RowsView(List<String> columns, Iterable<List<@Nullable Object>> rows, int offset, int total) {
    /** Above this not every integer is a double. */
    private static final double MAX_EXACT = 0x1p53;

    static RowsView of(Table table, int offset, int limit) {
        int end = (int) Math.min((long) offset + limit, table.rows());
        if (offset < end) {
            // The database is read before the answer begins, so that a failure there can still become a problem document.
            table.fetch(offset, 1);
        }
        return new RowsView(
                table.columns().stream().filter(column -> !column.isIgnored()).map(Column::name).toList(),
                () -> IntStream.range(offset, end).mapToObj(row -> values(table, row)).iterator(),
                offset,
                table.rows());
    }

    private static List<@Nullable Object> values(Table table, int row) {
        var columns = table.columns();
        var numbers = new double[columns.size()];
        table.read(row, numbers);
        var values = new ArrayList<@Nullable Object>(numbers.length);
        for (int column = 0; column < numbers.length; column++) {
            if (!columns.get(column).isIgnored()) {
                values.add(value(columns.get(column), numbers[column]));
            }
        }
        return values;
    }

    private static @Nullable Object value(Column column, double value) {
        if (Double.isNaN(value)) {
            return null;
        }
        if (column.isCategorical()) {
            return column.categories().get((int) value);
        }
        boolean integer = value == Math.rint(value) && Math.abs(value) < MAX_EXACT && !Numbers.isNegativeZero(value);
        return integer ? (Object) (long) value : value;
    }
}
