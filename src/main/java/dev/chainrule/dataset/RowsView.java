package dev.chainrule.dataset;

import java.util.ArrayList;
import java.util.List;

/**
 * Some rows of a dataset as they were uploaded.
 *
 * @param columns their names
 * @param rows numbers, texts of categories, and {@code null} for what is missing
 * @param offset number of the first row, from 0
 * @param total number of rows of the dataset
 */
record RowsView(List<String> columns, List<List<Object>> rows, int offset, int total) {
    /** From here on not every integer is a double. */
    private static final double MAX_EXACT = 0x1p53;

    static RowsView of(Dataset dataset, List<double[]> rows, int offset) {
        return new RowsView(
                dataset.columns().stream().map(Column::name).toList(),
                rows.stream().map(row -> values(dataset.columns(), row)).toList(),
                offset,
                dataset.rowCount());
    }

    private static List<Object> values(List<Column> columns, double[] row) {
        var values = new ArrayList<>(row.length);
        for (int column = 0; column < row.length; column++) {
            values.add(value(columns.get(column), row[column]));
        }
        return values;
    }

    private static Object value(Column column, double value) {
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
