package dev.chainrule.model;

import dev.chainrule.dataset.RecordNames;
import dev.chainrule.matrix.Precision;
import dev.chainrule.model.InputColumn.CategoryColumn;
import dev.chainrule.model.InputColumn.NumberColumn;
import dev.chainrule.problem.Excerpt;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.Listing;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads rows of raw values and encodes them: arrays in the order of the columns, or objects by their names; if there is only
 * one column, a row may be its bare value.
 */
public final class RawRows {
    /** Characters of a value that a fault shows. */
    private static final int SHOWN = 40;

    private final RawLayout layout;
    private final InputRows into;

    private RawRows(RawLayout layout, InputRows into) {
        this.layout = layout;
        this.into = into;
    }

    /**
     * The inputs of the network, or its targets.
     *
     * @param faults at the array of rows; collects what is wrong with it; if anything is, the result has no rows
     */
    public static InputRows read(
            @Nullable JsonNode rows, RawLayout layout, Precision precision, int maxRows, Faults faults) {
        if (rows == null || !rows.isArray() || rows.isEmpty()) {
            faults.add("must be an array of at least one row");
            return layout.rows(precision, 0);
        }
        if (rows.size() > maxRows) {
            faults.add("must have at most " + maxRows + " rows, but has " + rows.size()
                    + ": send them in several requests");
            return layout.rows(precision, 0);
        }
        var into = layout.rows(precision, rows.size());
        var reader = new RawRows(layout, into);
        int start = faults.count();
        for (int i = 0; i < rows.size(); i++) {
            var at = faults.atEach(i);
            int before = faults.count();
            reader.row(rows.get(i), at);
            if (!into.endRow() && faults.count() == before) {
                at.add("has a number that is too large for the model's precision after scaling");
            }
        }
        if (faults.count() > start) {
            into.clear();
        }
        return into;
    }

    private void row(JsonNode row, Faults at) {
        if (row.isObject()) {
            byName(row, at);
        } else if (row.isArray()) {
            byPosition(row, at);
        } else if (layout.columns().size() == 1) {
            value(0, row, at);
        } else {
            at.add("must be an array of values, or an object of values by column name");
        }
    }

    private void byPosition(JsonNode row, Faults at) {
        int columns = layout.columns().size();
        if (row.size() != columns) {
            at.add("must have " + columns + " values (" + Listing.of(layout.names()) + "), but has " + row.size());
            return;
        }
        for (int i = 0; i < columns; i++) {
            value(i, row.get(i), at.at(i));
        }
    }

    private void byName(JsonNode row, Faults at) {
        var names = layout.names();
        RecordNames.checkUnknown(
                row.propertyNames().stream().filter(name -> layout.position(name) < 0).toList(), names,
                "a " + layout.kind() + " of the model", layout.kind() + "s", at);
        var missing = new ArrayList<String>();
        for (int i = 0; i < names.size(); i++) {
            var value = row.get(names.get(i));
            if (value == null) {
                missing.add(names.get(i));
            } else {
                value(i, value, at.at(names.get(i)));
            }
        }
        RecordNames.checkMissing(missing, names, at);
    }

    private void value(int index, JsonNode value, Faults at) {
        var column = layout.columns().get(index);
        if (value.isNull()) {
            if (!column.mayBeMissing()) {
                at.add("must not be null: the model was trained to refuse missing values");
            }
            into.missing(index);
            return;
        }
        switch (column) {
            case NumberColumn _ -> number(index, value, column.mayBeMissing(), at);
            case CategoryColumn categorical -> category(index, value, categorical, at);
        }
    }

    private void number(int index, JsonNode value, boolean mayBeMissing, Faults at) {
        double number = value.doubleValue(Double.NaN);
        if (!Double.isFinite(number)) {
            var shown = Excerpt.of(value.toString(), SHOWN);
            at.add("must be a finite number" + orNull(mayBeMissing) + ", but is " + shown, "finite",
                    () -> at.pointer() + " (" + shown + ")");
        }
        into.number(index, number);
    }

    private void category(int index, JsonNode value, CategoryColumn column, Faults at) {
        if (value.isValueNode()) {
            var text = value.asString();
            if (layout.countsUnknown() || column.code(text) >= 0) {
                into.category(index, text);
                return;
            }
        }
        at.add("must be one of " + Listing.of(column.categories()) + orNull(column.mayBeMissing()));
    }

    private static String orNull(boolean mayBeMissing) {
        return mayBeMissing ? ", or null where it is unknown" : "";
    }
}
