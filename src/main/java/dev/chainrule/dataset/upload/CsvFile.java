package dev.chainrule.dataset.upload;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.chainrule.dataset.Blanks;
import dev.chainrule.dataset.DatasetProperties;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.Listing;
import dev.chainrule.problem.NearestName;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A CSV file: the names of its columns, and its rows, which can be read as often as needed. Blank lines are skipped. Places are given by
 * line, as an editor counts them, and column, both from 1.
 */
public final class CsvFile {
    private static final String LOST_LINE_BREAKS =
            "; curl -d removes line breaks: send a file with curl --data-binary @data.csv";

    static final String NO_ROWS = "the file has a line of names, but no rows" + LOST_LINE_BREAKS;

    private final Upload upload;
    private final Charset charset;
    private final CsvOptions options;
    private final DatasetProperties limits;
    private final Faults faults;
    private final CsvDelimiter delimiter;
    private final List<String> columns;
    private long firstLine = 1;

    /**
     * Reads the first line of a file, or more to find out what separates values and whether nameless columns at the end have any.
     *
     * @param faults gets what is wrong with the first line, and later with the rows
     * @throws dev.chainrule.problem.ProblemException (400) if the first line cannot be read
     */
    CsvFile(Upload upload, Charset charset, CsvOptions options, Faults faults, DatasetProperties limits) {
        this.upload = upload;
        this.charset = charset;
        this.options = options;
        this.limits = limits;
        this.faults = faults;
        this.delimiter = CsvDelimiter.of(options.delimiter(), upload, charset);
        this.columns = List.copyOf(names());
    }

    /** The names; none if there is a fault in the first line. */
    public List<String> columns() {
        return columns;
    }

    /**
     * Notes a fault for columns that the file does not have.
     *
     * @param why they must be there, as in {@code which the model was trained with}
     */
    public void requireColumns(List<String> names, String why) {
        var missing = names.stream().filter(name -> !columns.contains(name)).toList();
        if (columns.isEmpty() || missing.isEmpty()) {
            return;
        }
        var hint = missing.size() == 1 && columns.size() > 1 ? NearestName.hint(missing.getFirst(), columns) : "";
        faults.at("lines").at(firstLine).add("line " + firstLine + ": there is no column " + Listing.of(missing) + ", "
                + why + hint + "; the columns are " + Listing.of(columns) + CsvDelimiter.hint(columns));
    }

    char delimiter() {
        return delimiter.character();
    }

    /** The rows from the first one on; to be closed. */
    public CsvRows rows() {
        var records = records();
        if (options.header() && records.hasNext()) {
            records.next();
        }
        return new CsvRows(records, columns, options, faults.at("lines"));
    }

    private CsvRecords records() {
        return new CsvRecords(upload, charset, delimiter, limits);
    }

    private List<String> names() {
        try (var records = records()) {
            if (records.hasNext()) {
                var first = records.next();
                firstLine = first.getStartingLineNumber();
                if (options.header() && !records.hasNext()) {
                    // Anything else that is wrong with the names follows from it.
                    faults.at("lines").add(2, NO_ROWS);
                    return List.of();
                }
                return names(first, width(first, records));
            }
            faults.at("lines").add(1, "the file is empty: send "
                    + (options.header() ? "a line of names and at least one row" : "at least one row"));
            return List.of();
        }
    }

    /** Nameless cells at the end of the header are not columns unless a row has a value there: many programs end lines with a delimiter. */
    private int width(CsvRecord first, CsvRecords rows) {
        int cells = first.getFieldCount();
        int width = options.header() ? Math.max(1, CsvRecords.filled(first)) : cells;
        while (width < cells && rows.hasNext()) {
            width = Math.clamp(CsvRecords.filled(rows.next()), width, cells);
        }
        return width;
    }

    private List<String> names(CsvRecord first, int width) {
        var line = faults.at("lines").at(first.getStartingLineNumber());
        if (width > limits.maxColumns()) {
            line.add("line " + first.getStartingLineNumber() + ": more than the " + limits.maxColumns()
                    + " columns allowed" + LOST_LINE_BREAKS);
            return List.of();
        }
        var names = new ArrayList<String>();
        var seen = new HashSet<String>();
        for (int column = 0; column < width; column++) {
            var given = options.header() ? Blanks.strip(first.getField(column)) : "";
            var name = given.isEmpty() ? "x" + (column + 1) : given;
            JsonColumns.checkName(name, seen, limits, line.at("columns").at(column + 1));
            names.add(name);
        }
        return names;
    }
}
