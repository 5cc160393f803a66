package dev.chainrule.dataset.upload;

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

    private final CsvFile file;
    private final CsvOptions options;
    private final DatasetProperties limits;
    private final Faults faults;
    private List<Declaration> columns = List.of();
    private long line;

    private CsvSource(CsvFile file, CsvOptions options, Faults faults, DatasetProperties limits) {
        this.file = file;
        this.options = options;
        this.faults = faults;
        this.limits = limits;
    }

    /** @throws dev.chainrule.problem.ProblemException if the first line is wrong, or an option names an unknown column */
    static CsvSource open(
            Upload upload, Charset charset, CsvOptions options, Faults faults, DatasetProperties limits) {
        var file = new CsvFile(upload, charset, options, faults, limits);
        var source = new CsvSource(file, options, faults, limits);
        source.columns = source.declare(file.columns());
        faults.throwIfAny();
        return source;
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
        int count = 0;
        try (var rows = file.rows()) {
            while (rows.next()) {
                if (++count > limits.maxRows()) {
                    rows.fault("more than the " + limits.maxRows() + " rows allowed", "rows");
                    break;
                }
                if (rows.isComplete() && read(rows, row, types)) {
                    receiver.accept(row);
                } else if (faults.isFull()) {
                    break;
                }
            }
        }
        if (count == 0) {
            faults.at("lines").add(2, CsvFile.NO_ROWS);
        }
        faults.throwIfAny();
    }

    /** @return whether the row is good */
    private boolean read(CsvRows rows, Row row, @Nullable ColumnType[] types) {
        line = rows.line();
        boolean good = true;
        for (int column = 0; column < types.length; column++) {
            good &= read(rows, row, column, types[column]);
        }
        return good;
    }

    private boolean read(CsvRows rows, Row row, int column, @Nullable ColumnType type) {
        var text = rows.value(column);
        if (rows.isMissing(text)) {
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
            rows.fault(column, text, "is not a finite number; if it is a text, declare the column categorical,"
                    + " if it stands for a missing value, name it in missing");
            return false;
        }
        if (type == ColumnType.NUMERIC) {
            rows.fault(column, text, "is not a number, but the column is declared numeric or is the weight: write a"
                    + " decimal point, no comma and no unit");
            return false;
        }
        row.text(column, text);
        return true;
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
        return CsvDelimiter.named(delimiterName).filter(character -> character == file.delimiter()).isEmpty();
    }

    private static String onlyColumn(String contains, String delimiter) {
        return "It is the only column, and " + contains + " a " + delimiter + ". If a " + delimiter
                + " separates values, upload the file with delimiter=" + delimiter + ".";
    }
}
