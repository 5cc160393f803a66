package dev.chainrule.preprocessing;

import java.util.List;

/**
 * A column and how many of the network's numbers it takes.
 *
 * @param width at least 1
 */
public record EncodedColumn(String name, int width) {
    /** Numbers in all. */
    public static int width(List<EncodedColumn> columns) {
        return columns.stream().mapToInt(EncodedColumn::width).sum();
    }
}
