package dev.chainrule.model;

import dev.chainrule.dataset.Category;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import dev.chainrule.model.InputColumn.CategoryColumn;
import dev.chainrule.preprocessing.UnknownValues;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are being read: each is encoded into the network's inputs as soon as it is complete. A row starts with every column missing.
 * Not thread-safe.
 */
public final class InputRows {
    private final RawLayout layout;
    private final double[] raw;
    private final double[] encoded;

    /** Of each column that had a value which training did not know; {@code null} elsewhere. */
    private final UnknownValues.@Nullable Counter[] unknown;

    private Matrix x;
    private int count;

    InputRows(RawLayout layout, Precision precision, int capacity) {
        this.layout = layout;
        this.raw = new double[layout.columns().size()];
        this.encoded = new double[layout.encoder().width()];
        this.unknown = new UnknownValues.Counter[raw.length];
        this.x = Matrix.zeros(precision, capacity, encoded.length);
        Arrays.fill(raw, Double.NaN);
    }

    /** @param value NaN: missing */
    public void number(int column, double value) {
        raw[column] = value;
    }

    /**
     * A category that training did not know is counted, and all its inputs are 0.
     *
     * @throws ClassCastException if it is a column of numbers
     */
    public void category(int column, String text) {
        var categorical = (CategoryColumn) layout.columns().get(column);
        int code = categorical.code(text);
        if (code < 0) {
            code(column, categorical.categories().size());
            counter(column).add(Category.canonical(text));
        } else {
            code(column, code);
        }
    }

    /** @param code the index of a category that training knew, or the number of categories for one that it did not */
    void code(int column, int code) {
        raw[column] = code;
    }

    private UnknownValues.Counter counter(int column) {
        var counter = unknown[column];
        if (counter == null) {
            counter = new UnknownValues.Counter(layout.columns().get(column).name());
            unknown[column] = counter;
        }
        return counter;
    }

    public void missing(int column) {
        raw[column] = Double.NaN;
    }

    /**
     * Encodes the row, and starts the next one.
     *
     * @return false if the row has a number that is not finite in the model's precision, or that is missing where training refused missing
     *     values: such a row is counted, too
     * @throws IndexOutOfBoundsException if there is no {@link #capacity()} for another row
     */
    public boolean endRow() {
        layout.encoder().encode(raw, encoded);
        x.setRow(count, encoded);
        count++;
        Arrays.fill(raw, Double.NaN);
        return isFinite();
    }

    private boolean isFinite() {
        boolean isSingle = x.precision() == Precision.FLOAT32;
        for (double number : encoded) {
            if (!Double.isFinite(isSingle ? (float) number : number)) {
                return false;
            }
        }
        return true;
    }

    /** How many rows are complete. */
    public int count() {
        return count;
    }

    public int capacity() {
        return x.rows();
    }

    /** Makes room for more rows, which the caller has reserved. */
    public void grow(int capacity) {
        var larger = Matrix.zeros(x.precision(), capacity, x.columns());
        larger.rows(0, count).copyFrom(inputs());
        x = larger;
    }

    /** Discards the rows, so that the next block can be read into the same memory. What was unknown stays counted. */
    public void clear() {
        count = 0;
        Arrays.fill(raw, Double.NaN);
    }

    /** The values that training did not know, by column, since this was made. */
    public List<UnknownValues> unknown() {
        return Arrays.stream(unknown)
                .filter(Objects::nonNull)
                .map(UnknownValues.Counter::found)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The rows that are complete, count × inputs: a view that shares its elements with this. */
    public Matrix inputs() {
        return x.rows(0, count);
    }
}
