package dev.chainrule.dataset.upload;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.chainrule.dataset.Blanks;
import dev.chainrule.problem.Excerpt;
import dev.chainrule.problem.Faults;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV file, one after the other. */
public final class CsvRows implements AutoCloseable {
    /** Characters of a value that a fault shows. */
    private static final int SHOWN = 40;

    private final CsvRecords records;
    private final List<String> columns;
    private final CsvOptions options;
    private final Faults lines;
    private @Nullable CsvRecord row;

    /** @param lines where the faults of rows are noted, by their lines */
    CsvRows(CsvRecords records, List<String> columns, CsvOptions options, Faults lines) {
        this.records = records;
        this.columns = columns;
        this.options = options;
        this.lines = lines;
    }

    /**
     * Reads the next row.
     *
     * @return false if there is none
     * @throws dev.chainrule.problem.ProblemException (400) if the text that follows is not CSV, or not valid in its character set
     */
    public boolean next() {
        if (!records.hasNext()) {
            return false;
        }
        row = records.next();
        return true;
    }

    /** Whether the row has a value for each column, and none beyond them that is not empty; if not, a fault is noted. */
    public boolean isComplete() {
        int values = row().getFieldCount();
        int width = columns.size();
        if (values == width || (values > width && CsvRecords.filled(row()) <= width)) {
            return true;
        }
        fault("has " + values + " values, but there are " + width + " columns", "width");
        return false;
    }

    private CsvRecord row() {
        return Objects.requireNonNull(row, "next() comes first");
    }

    /** Where the row begins. */
    public long line() {
        return row().getStartingLineNumber();
    }

    /** A value of the row as the file has it. */
    public String text(int column) {
        return row().getField(column);
    }

    /** How many characters all values of the row have together. */
    public long characters() {
        return row().getFields().stream().mapToLong(String::length).sum();
    }

    /** A value of the row without the blanks around it. */
    public String value(int column) {
        return Blanks.strip(text(column));
    }

    /** Whether a value stands for a missing one. */
    public boolean isMissing(String value) {
        return options.isMissing(value);
    }

    /** Whether a value stands for a missing one because the request says so. */
    public boolean isDeclaredMissing(String value) {
        return options.missing().contains(value);
    }

    /**
     * Notes a fault of the row as a whole.
     *
     * @param shared what the same fault of other rows has in common with this one
     */
    public void fault(String detail, String shared) {
        var line = "line " + line();
        lines.atEach(line()).add(line + ": " + detail, shared, () -> line);
    }

    /** Notes a fault of a value of the row. */
    public void fault(int column, String value, String detail) {
        var shown = Excerpt.of(value, SHOWN);
        long line = line();
        lines.atEach(line).at("columns").at(column + 1).add(
                "line " + line + ", column " + (column + 1) + " (" + columns.get(column) + "): \"" + shown + "\" "
                        + detail,
                detail,
                () -> "line " + line + " (\"" + shown + "\")");
    }

    @Override
    public void close() {
        records.close();
    }
}
