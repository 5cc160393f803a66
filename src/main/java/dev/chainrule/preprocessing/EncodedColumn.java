package dev.chainrule.preprocessing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A column and how many of the network's numbers it takes.
 *
 * @param width at least 1
 */
public record EncodedColumn(String name, int width) {
    /** The names of the columns that numbers at these indices belong to. */
    public static List<String> names(List<EncodedColumn> columns, Set<Integer> indices) {
        var names = new ArrayList<String>();
        int from = 0;
        for (var column : columns) {
            int to = from + column.width;
            if (IntStream.range(from, to).anyMatch(indices::contains)) {
                names.add(column.name);
            }
            from = to;
        }
        return names;
    }

    /** The width of all columns together. */
    public static int width(List<EncodedColumn> columns) {
        return columns.stream().mapToInt(EncodedColumn::width).sum();
    }
}
