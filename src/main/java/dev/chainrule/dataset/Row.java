package dev.chainrule.dataset;

import org.jspecify.annotations.Nullable;

/** One row of a {@link RowSource}: in each cell a number, a text, or nothing. Reused for every row. */
public final class Row {
    /** Characters of a record's values together, at most 4 MB: more than the most columns have in texts of the greatest length. */
    public static final int MAX_CHARACTERS = 1 << 21;

    /** Stands for every text of an ignored column, so that none is kept. */
    public static final String ANYTHING = "";

    private final double[] numbers;
    private final @Nullable String[] texts;

    public Row(int columns) {
        numbers = new double[columns];
        texts = new @Nullable String[columns];
    }

    /** @param value finite */
    public void number(int column, double value) {
        numbers[column] = value;
        if (texts[column] != null) {
            texts[column] = null;
        }
    }

    /** @param value as the upload spells it; kept in its {@linkplain Category#canonical canonical spelling} */
    public void text(int column, String value) {
        numbers[column] = Double.NaN;
        texts[column] = Category.canonical(value);
    }

    public void missing(int column) {
        numbers[column] = Double.NaN;
        texts[column] = null;
    }

    /** The number of a cell; NaN if it has none. */
    public double number(int column) {
        return numbers[column];
    }

    /** The category of a cell; {@code null} if it has none. */
    public @Nullable String text(int column) {
        return texts[column];
    }
}
