package dev.chainrule.scoring;

import java.util.List;

/**
 * Writes rows of a table as text, value by value. Numbers are the shortest text that reads back to the same bits, as in JSON answers; one
 * that is NaN or ±∞ is missing.
 */
final class RowText {
    private final TableFormat format;
    private final List<String> columns;
    private final String[] before;

    RowText(TableFormat format, List<String> columns) {
        this.format = format;
        this.columns = columns;
        this.before = new String[columns.size()];
        for (int column = 0; column < before.length; column++) {
            before[column] = format.before(column, columns.get(column));
        }
    }

    void header(StringBuilder out) {
        format.writeHeader(columns, out);
    }

    void text(int column, String text, StringBuilder out) {
        out.append(before[column]);
        format.writeText(text, out);
    }

    void number(int column, double number, StringBuilder out) {
        if (Double.isFinite(number)) {
            out.append(before[column]).append(number);
        } else {
            missing(column, out);
        }
    }

    void number(int column, float number, StringBuilder out) {
        if (Float.isFinite(number)) {
            out.append(before[column]).append(number);
        } else {
            missing(column, out);
        }
    }

    void integer(int column, long number, StringBuilder out) {
        out.append(before[column]).append(number);
    }

    void missing(int column, StringBuilder out) {
        out.append(before[column]).append(format.missing());
    }

    /** @param start where the row begins in {@code out} */
    void end(int start, StringBuilder out) {
        if (out.length() == start) {
            // A blank line would not be a row.
            out.append("\"\"");
        }
        out.append(format.end());
    }
}
