package dev.chainrule.model;

import dev.chainrule.matrix.Precision;
import dev.chainrule.preprocessing.ColumnEncoder;
import dev.chainrule.preprocessing.InputEncoder;
import dev.chainrule.preprocessing.Preprocessing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of a version's raw rows, in the order of a row, and how they are encoded. Immutable; built once per version.
 *
 * @param kind what a column is: a feature or a target
 * @param positions of the columns, by name
 * @param countsUnknown whether a category that training did not know is counted, and becomes all zeros; else it is refused
 */
public record RawLayout(
        String kind, List<InputColumn> columns, Map<String, Integer> positions, InputEncoder encoder,
        boolean countsUnknown) {

    public static RawLayout features(Preprocessing preprocessing) {
        return of("feature", preprocessing.features(), true);
    }

    /** Classes by name, and only those that training knew. */
    public static RawLayout targets(Preprocessing preprocessing) {
        return of("target", preprocessing.targets(), false);
    }

    private static RawLayout of(String kind, List<ColumnEncoder> encoders, boolean countsUnknown) {
        var columns = encoders.stream().map(InputColumn::of).toList();
        var positions = new HashMap<String, Integer>();
        for (var column : columns) {
            positions.put(column.name(), positions.size());
        }
        return new RawLayout(kind, columns, positions, new InputEncoder(encoders), countsUnknown);
    }

    /** −1 if there is no such column. */
    int position(String column) {
        return positions.getOrDefault(column, -1);
    }

    List<String> names() {
        return columns.stream().map(InputColumn::name).toList();
    }

    /** A buffer of rows that belongs to one reader. */
    public InputRows rows(Precision precision, int capacity) {
        return new InputRows(this, precision, capacity);
    }
}
