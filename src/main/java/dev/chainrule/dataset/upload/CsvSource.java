package dev.chainrule.dataset.upload;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.chainrule.dataset.Blanks;
import dev.chainrule.dataset.Category;
import dev.chainrule.dataset.Column;
import dev.chainrule.dataset.ColumnType;
import dev.chainrule.dataset.DatasetProperties;
import dev.chainrule.dataset.Numbers;
import dev.chainrule.dataset.Role;
import dev.chainrule.dataset.Row;
import dev.chainrule.dataset.UploadForm;
import dev.chainrule.dataset.upload.UploadOptions.Option;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.Listing;
import dev.chainrule.problem.NearestName;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file.
 *
 * <p>A column is numeric if every value that is not missing is a finite number, else categorical; its texts are kept in their
 * {@linkplain Category#canonical canonical spelling}. Blank lines are skipped, and so are empty values beyond the columns. Places are
 * given by line, as an editor counts them, and column, both from 1.
 */
final class CsvSource implements UploadedRows {
    /** What other systems write for a number that is not finite. */
    private static final Pattern INFINITE = Pattern.compile("(?i)[+-]?inf(inity)?");

    private static final String LOST_LINE_BREAKS =
            "; curl -d removes line breaks: send a file with curl --data-binary @data.csv";

    private static final String NO_ROWS = "the file has a line of names, but no rows" + LOST_LINE_BREAKS;

    private final Upload upload;
    private final Charset charset;
    private final CsvOptions options;
    private final DatasetProperties limits;
    private final Faults faults;
    private final CsvDelimiter delimiter;
    private List<Declaration> columns = List.of();
    private long line;

    private CsvSource(
            Upload upload, Charset charset, CsvOptions options, CsvDelimiter delimiter, Faults faults,
            DatasetProperties limits) {
        this.upload = upload;
        this.charset = charset;
        this.options = options;
        this.delimiter = delimiter;
        this.faults = faults;
        this.limits = limits;
    }

    /**
     * Reads the first line of a file, or more to find out what separates values and whether nameless columns at the end have any.
     *
     * @throws dev.chainrule.problem.ProblemException if the first line is wrong, or an option names an unknown column
     */
    static CsvSource open(
            Upload upload, Charset charset, CsvOptions options, Faults faults, DatasetProperties limits) {
        var delimiter = CsvDelimiter.of(options.delimiter(), upload, charset);
        var source = new CsvSource(upload, charset, options, delimiter, faults, limits);
        source.columns = source.declare(source.names());
        faults.throwIfAny();
        return source;
    }

    private CsvRecords records() {
        return new CsvRecords(upload, charset, delimiter, limits);
    }

    private List<String> names() {
        try (var records = records()) {
            if (records.hasNext()) {
                var first = records.next();
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

    private List<Declaration> declare(List<String> names) {
        if (!names.isEmpty()) {
            for (var option : List.of(options.target(), options.weight(), options.ignore(), options.categorical(),
                    options.numeric())) {
                requireKnown(option, names);
            }
        }
        return names.stream().map(name -> new Declaration(name, role(name), type(name))).toList();
    }

    private Role role(String name) {
        if (options.target().values().contains(name)) {
            return Role.TARGET;
        }
        if (options.weight().values().contains(name)) {
            return Role.WEIGHT;
        }
        return options.ignore().values().contains(name) ? Role.IGNORED : Role.FEATURE;
    }

    /** {@code null}: inferred from the values. */
    private @Nullable ColumnType type(String name) {
        if (options.numeric().values().contains(name) || options.weight().values().contains(name)) {
            return ColumnType.NUMERIC;
        }
        return options.categorical().values().contains(name) ? ColumnType.CATEGORICAL : null;
    }

    private static void requireKnown(Option option, List<String> names) {
        for (var name : option.values()) {
            if (!names.contains(name)) {
                option.faults().add("there is no column \"" + name + "\""
                        + (names.size() > 1 ? NearestName.hint(name, names) : "")
                        + "; the columns are " + Listing.of(names)
                        + CsvDelimiter.hint(names));
            }
        }
    }

    @Override
    public UploadForm source() {
        return UploadForm.TABLE;
    }

    @Override
    public List<Declaration> columns() {
        return columns;
    }

    @Override
    public void read(@Nullable ColumnType[] types, Consumer<Row> receiver) {
        var row = new Row(types.length);
        int rows = 0;
        try (var records = records()) {
            if (options.header()) {
                records.hasNext();
                records.next();
            }
            while (records.hasNext()) {
                var current = records.next();
                if (++rows > limits.maxRows()) {
                    line(current).add("line " + current.getStartingLineNumber() + ": more than the " + limits.maxRows()
                            + " rows allowed");
                    break;
                }
                if (read(current, row, types)) {
                    receiver.accept(row);
                } else if (faults.isFull()) {
                    break;
                }
            }
        }
        if (rows == 0) {
            faults.at("lines").add(2, NO_ROWS);
        }
        faults.throwIfAny();
    }

    /** @return whether the record is good */
    private boolean read(CsvRecord current, Row row, @Nullable ColumnType[] types) {
        int values = current.getFieldCount();
        if (values != types.length && (values < types.length || CsvRecords.filled(current) > types.length)) {
            line(current).add(
                    "line " + current.getStartingLineNumber() + ": has " + values + " values, but there are "
                            + types.length + " columns",
                    "width",
                    () -> "line " + current.getStartingLineNumber());
            return false;
        }
        line = current.getStartingLineNumber();
        boolean good = true;
        for (int column = 0; column < types.length; column++) {
            good &= read(current, row, column, types[column]);
        }
        return good;
    }

    private boolean read(CsvRecord current, Row row, int column, @Nullable ColumnType type) {
        var text = Blanks.strip(current.getField(column));
        if (options.isMissing(text)) {
            row.missing(column);
            return true;
        }
        if (type == ColumnType.CATEGORICAL && !columns.get(column).isIgnored()) {
            row.text(column, text);
            return true;
        }
        double number = Numbers.parse(text);
        if (Double.isFinite(number)) {
            row.number(column, number);
            return true;
        }
        if (columns.get(column).isIgnored()) {
            row.text(column, Row.ANYTHING);
            return true;
        }
        if (Double.isInfinite(number) || INFINITE.matcher(text).matches()) {
            return fault(current, column, text,
                    "is not a finite number; if it is a text, declare the column categorical,"
                            + " if it stands for a missing value, name it in missing");
        }
        if (type == ColumnType.NUMERIC) {
            return fault(current, column, text,
                    "is not a number, but the column is declared numeric or is the weight: write a decimal point, no comma and no unit");
        }
        row.text(column, text);
        return true;
    }

    private boolean fault(CsvRecord current, int column, String text, String detail) {
        var shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
        line(current).at("columns").at(column + 1).add(
                "line " + current.getStartingLineNumber() + ", column " + (column + 1)
                        + " (" + columns.get(column).name() + "): \"" + shown + "\" " + detail,
                detail,
                () -> "line " + current.getStartingLineNumber() + " (\"" + shown + "\")");
        return false;
    }

    private Faults line(CsvRecord current) {
        return faults.at("lines").atEach(current.getStartingLineNumber());
    }

    @Override
    public Faults faults(int column) {
        return faults.at("columns").at(column + 1);
    }

    @Override
    public String place(int column) {
        return "in line " + line;
    }

    @Override
    public void warn(List<Column> columns, UploadWarnings warnings) {
        if (columns.size() == 1) {
            var only = columns.getFirst();
            CsvDelimiter.inAll(only.categories()).filter(this::isOther).ifPresentOrElse(
                    name -> warnings.add(only.name(), onlyColumn("each of its values contains", name)),
                    () -> CsvDelimiter.inName(only.name()).filter(this::isOther)
                            .ifPresent(name -> warnings.add(only.name(), onlyColumn("its name contains", name))));
        }
    }

    private boolean isOther(String delimiterName) {
        return CsvDelimiter.named(delimiterName).filter(character -> character == delimiter.character()).isEmpty();
    }

    private static String onlyColumn(String contains, String delimiter) {
        return "It is the only column, and " + contains + " a " + delimiter + ". If a " + delimiter
                + " separates values, upload the file with delimiter=" + delimiter + ".";
    }
}
