package dev.chainrule.model;

import dev.chainrule.dataset.RecordNames;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import dev.chainrule.preprocessing.ColumnEncoder;
import dev.chainrule.preprocessing.InputEncoder;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.preprocessing.UnknownValues;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.Listing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads rows of raw values and encodes them: arrays in the order of the columns, or objects by their names; if there is only
 * one column, a row may be its bare value.
 */
public final class RawRows {

    private final String kind;
    private final List<RawColumn> columns;
    private final Map<String, Integer> positions;

    /** The inputs of the network, and the values that training did not know. */
    public record Features(Matrix x, List<UnknownValues> unknown) {}

    private RawRows(String kind, List<RawColumn> columns) {
        this.kind = kind;
        this.columns = columns;
        this.positions = indices(columns.stream().map(RawColumn::name).toList());
    }

    /**
     * The inputs of the network. A category that training did not know becomes all zeros.
     *
     * @param faults at the array of rows; collects what is wrong with it; the result is valid only if there are no faults
     */
    public static Features features(
            @Nullable JsonNode rows, Preprocessing preprocessing, Precision precision, int maxRows, Faults faults) {
        var encoders = preprocessing.features();
        var raw = new RawRows("feature", encoders.stream().map(RawColumn::feature).toList());
        var x = raw.encoded(rows, encoders, precision, maxRows, faults);
        return new Features(x, raw.columns.stream().flatMap(column -> column.unknown().stream()).toList());
    }

    /** The targets; classes by name, and only those that training knew. Otherwise as {@link #features}. */
    public static Matrix targets(
            @Nullable JsonNode rows, Preprocessing preprocessing, Precision precision, int maxRows, Faults faults) {
        var encoders = preprocessing.targets();
        return new RawRows("target", encoders.stream().map(RawColumn::target).toList())
                .encoded(rows, encoders, precision, maxRows, faults);
    }

    private Matrix encoded(
            @Nullable JsonNode rows, List<ColumnEncoder> encoders, Precision precision, int maxRows, Faults faults) {
        var encoder = new InputEncoder(encoders);
        var raw = faults.attempt(() -> Optional.of(read(rows, maxRows, faults)));
        var x = Matrix.zeros(precision, raw.map(read -> read.length).orElse(0), encoder.width());
        for (int row = 0; row < x.rows(); row++) {
            encoder.encode(raw.orElseThrow()[row], x, row);
            if (!isFinite(x, row)) {
                faults.atEach(row).add("has a number that is too large for the model's precision after scaling");
            }
        }
        return x;
    }

    private static boolean isFinite(Matrix x, int row) {
        for (int column = 0; column < x.columns(); column++) {
            if (!Double.isFinite(x.get(row, column))) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, Integer> indices(List<String> texts) {
        var indices = new HashMap<String, Integer>();
        for (var text : texts) {
            indices.put(text, indices.size());
        }
        return indices;
    }

    /** @return each row as {@link InputEncoder#encode} takes it */
    private double[][] read(@Nullable JsonNode rows, int maxRows, Faults faults) {
        if (rows == null || !rows.isArray() || rows.isEmpty()) {
            faults.add("must be an array of at least one row");
            return new double[0][];
        }
        if (rows.size() > maxRows) {
            faults.add("must have at most " + maxRows + " rows, but has " + rows.size()
                    + ": send them in several requests");
            return new double[0][];
        }
        var raw = new double[rows.size()][];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = row(rows.get(i), faults.atEach(i));
        }
        return raw;
    }

    private double[] row(JsonNode row, Faults at) {
        if (row.isObject()) {
            return byName(row, at);
        }
        if (row.isArray()) {
            return byPosition(row, at);
        }
        if (columns.size() == 1 && row.isValueNode()) {
            return new double[] {columns.getFirst().read(row, at)};
        }
        at.add("must be an array of values, or an object of values by column name");
        return new double[columns.size()];
    }

    private double[] byPosition(JsonNode row, Faults at) {
        var raw = new double[columns.size()];
        if (row.size() != raw.length) {
            at.add("must have " + raw.length + " values (" + names() + "), but has " + row.size());
            return raw;
        }
        for (int i = 0; i < raw.length; i++) {
            raw[i] = columns.get(i).read(row.get(i), at.at(i));
        }
        return raw;
    }

    private double[] byName(JsonNode row, Faults at) {
        var raw = new double[columns.size()];
        var names = columns.stream().map(RawColumn::name).toList();
        RecordNames.checkUnknown(
                row.propertyNames().stream().filter(name -> !positions.containsKey(name)).toList(), names,
                "a " + kind + " of the model", kind + "s", at);
        var missing = new ArrayList<String>();
        for (int i = 0; i < raw.length; i++) {
            var column = columns.get(i);
            var value = row.get(column.name());
            if (value == null) {
                missing.add(column.name());
            } else {
                raw[i] = column.read(value, at.at(column.name()));
            }
        }
        RecordNames.checkMissing(missing, names, at);
        return raw;
    }

    private String names() {
        return Listing.of(columns.stream().map(RawColumn::name).toList());
    }
}
