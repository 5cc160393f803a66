package dev.chainrule.preprocessing;

import dev.chainrule.budget.Computation;
import dev.chainrule.dataset.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Values of a categorical feature that no training row had. All inputs of such a value are 0, wherever it comes from: rows to predict, a
 * dataset to evaluate by, or rows that validate.
 *
 * @param count in how many rows
 * @param examples some of them, each once
 */
public record UnknownValues(String column, long count, List<String> examples) {
    private static final int MAX_EXAMPLES = 5;
    private static final int MAX_EXAMPLE_LENGTH = 100;

    /** Rows of a streamed table that are fetched at a time. */
    private static final int BLOCK_ROWS = 1024;

    public UnknownValues {
        examples = List.copyOf(examples);
    }

    /** Those of all rows, by column; rows are read only if some column has a category that training did not know. */
    public static List<UnknownValues> of(Preprocessing preprocessing, Table table) {
        return of(preprocessing, table, RowSelection.all(table.rows()));
    }

    /** Those of some rows; otherwise as {@link #of(Preprocessing, Table)}. */
    public static List<UnknownValues> of(Preprocessing preprocessing, Table table, int[] rows) {
        return of(preprocessing, table, RowSelection.of(rows));
    }

    /** Those of both, by column. */
    public static List<UnknownValues> sum(List<UnknownValues> some, List<UnknownValues> others) {
        var sums = new LinkedHashMap<String, UnknownValues>();
        Stream.concat(some.stream(), others.stream())
                .forEach(values -> sums.merge(values.column, values, UnknownValues::plus));
        return List.copyOf(sums.values());
    }

    private UnknownValues plus(UnknownValues other) {
        return new UnknownValues(
                column, count + other.count,
                Stream.concat(examples.stream(), other.examples.stream()).distinct().limit(MAX_EXAMPLES).toList());
    }

    private static List<UnknownValues> of(Preprocessing preprocessing, Table table, RowSelection rows) {
        var columns = new ArrayList<CodedColumn>();
        for (var feature : preprocessing.features()) {
            for (int i = 0; i < table.columns().size(); i++) {
                var column = table.columns().get(i);
                if (column.isCategorical() && column.name().equals(feature.column())) {
                    columns.add(new CodedColumn(i, column.categories(), feature));
                }
            }
        }
        columns.removeIf(column -> !column.hasUnknown());
        for (int from = 0; !columns.isEmpty() && from < rows.count(); from += BLOCK_ROWS) {
            Computation.checkpoint();
            int count = Math.min(BLOCK_ROWS, rows.count() - from);
            if (rows.isAll()) {
                table.fetch(from, count);
            }
            for (int i = from; i < from + count; i++) {
                for (var column : columns) {
                    column.add(table.value(rows.row(i), column.position));
                }
            }
        }
        return columns.stream().flatMap(column -> column.counter.found().stream()).toList();
    }

    /** A column of a table, whose values are codes. */
    private static final class CodedColumn {
        private final int position;
        private final List<String> categories;
        private final int[] codes;
        private final Counter counter;

        CodedColumn(int position, List<String> categories, ColumnEncoder feature) {
            this.position = position;
            this.categories = categories;
            this.codes = feature.codes(categories);
            this.counter = new Counter(feature.column());
        }

        boolean hasUnknown() {
            for (int code : codes) {
                if (code < 0) {
                    return true;
                }
            }
            return false;
        }

        void add(double value) {
            if (!Double.isNaN(value) && codes[(int) value] < 0) {
                counter.add(categories.get((int) value));
            }
        }
    }

    /** Counts the unknown values of a column as they come. */
    public static final class Counter {
        private final String column;
        private final Set<String> examples = new LinkedHashSet<>();
        private long count;

        public Counter(String column) {
            this.column = column;
        }

        public void add(String value) {
            count++;
            if (examples.size() < MAX_EXAMPLES) {
                examples.add(shortened(value));
            }
        }

        private static String shortened(String value) {
            return value.codePointCount(0, value.length()) <= MAX_EXAMPLE_LENGTH
                    ? value
                    : value.substring(0, value.offsetByCodePoints(0, MAX_EXAMPLE_LENGTH)) + "…";
        }

        /** Empty if there was none. */
        public Optional<UnknownValues> found() {
            return count == 0
                    ? Optional.empty()
                    : Optional.of(new UnknownValues(column, count, List.copyOf(examples)));
        }
    }
}
