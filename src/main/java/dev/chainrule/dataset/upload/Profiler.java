package dev.chainrule.dataset.upload;

import dev.chainrule.budget.Computation;
import dev.chainrule.dataset.Column;
import dev.chainrule.dataset.ColumnType;
import dev.chainrule.dataset.ColumnsConverter;
import dev.chainrule.dataset.DatasetDraft;
import dev.chainrule.dataset.DatasetProperties;
import dev.chainrule.dataset.DatasetWarning;
import dev.chainrule.dataset.Role;
import dev.chainrule.dataset.Row;
import dev.chainrule.dataset.RowLayout;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import dev.chainrule.problem.UnicodeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads an upload to find out what its columns are: types, categories, statistics, and the smallest form that stores them. */
final class Profiler implements Consumer<Row> {
    private static final int ROWS_BETWEEN_CHECKPOINTS = 1024;

    private final ColumnProfile[] profiles;
    private final DatasetProperties limits;
    private final UploadedRows source;
    private int rows;
    private int categories;

    private Profiler(UploadedRows source, @Nullable ColumnType[] types, DatasetProperties limits) {
        this.source = source;
        this.limits = limits;
        this.profiles = new ColumnProfile[types.length];
        for (int column = 0; column < types.length; column++) {
            profiles[column] = new ColumnProfile(types[column]);
        }
    }

    /** @throws ProblemException if the upload is invalid */
    static DatasetDraft draft(Optional<String> name, UploadedRows source, DatasetProperties limits) {
        var types = source.columns().stream().map(UploadedRows.Declaration::type).toArray(@Nullable ColumnType[]::new);
        var first = new Profiler(source, types, limits);
        source.read(types, first);
        var last = first;
        if (first.settleLateTexts(types)) {
            // The next reading finds the categories again: both copies together are more than an upload may take.
            Arrays.stream(first.profiles).forEach(ColumnProfile::forgetCategories);
            last = new Profiler(source, types, limits);
            source.read(types, last);
        }
        var columns = last.columns();
        return new DatasetDraft(name, source, columns, last.rows, first.warnings(columns));
    }

    @Override
    public void accept(Row row) {
        if (rows++ % ROWS_BETWEEN_CHECKPOINTS == 0) {
            Computation.checkpoint();
        }
        for (int column = 0; column < profiles.length; column++) {
            var text = row.text(column);
            if (text == null) {
                profiles[column].add(row.number(column));
            } else if (profiles[column].add(text) && !source.columns().get(column).isIgnored()) {
                checkCategory(column, text);
                if (profiles[column].wantsPlaces()) {
                    profiles[column].note(new FirstText(text, source.place(column)));
                }
            }
        }
    }

    private void checkCategory(int column, String text) {
        if (text.length() > limits.maxTextLength()) {
            fail(column, "has a text of " + text.length() + " characters; at most " + limits.maxTextLength()
                    + " are allowed");
        }
        if (!UnicodeText.isWellFormed(text)) {
            fail(column, "has a text that is not valid Unicode: half of a surrogate pair is missing");
        }
        if (++categories > limits.maxCategories()) {
            fail(column, "has too many categories: all columns together may have " + limits.maxCategories()
                    + "; leave out columns of free text");
        }
    }

    private void fail(int column, String detail) {
        var faults = source.faults(column);
        faults.add(detail);
        faults.throwIfAny();
    }

    /**
     * Where texts came only after numbers, the texts of those numbers are gone: such columns become categorical for
     * another reading.
     */
    private boolean settleLateTexts(@Nullable ColumnType[] types) {
        boolean any = false;
        for (int column = 0; column < types.length; column++) {
            if (profiles[column].hasLostTexts() && !source.columns().get(column).isIgnored()) {
                types[column] = ColumnType.CATEGORICAL;
                any = true;
            }
        }
        return any;
    }

    private List<Column> columns() {
        var columns = new ArrayList<Column>(profiles.length);
        for (int column = 0; column < profiles.length; column++) {
            columns.add(profiles[column].column(source.columns().get(column)));
            if (columns.getLast().role() == Role.WEIGHT) {
                checkWeight(columns.getLast(), column);
            }
        }
        if (columns.stream().allMatch(Column::isIgnored)) {
            fail(0, "is ignored like all other columns: leave at least one that is not");
        }
        checkSize(columns);
        return columns;
    }

    /** @param columns as the last reading found them */
    private List<DatasetWarning> warnings(List<Column> columns) {
        var warnings = new UploadWarnings(source.source());
        for (int column = 0; column < profiles.length; column++) {
            warnings.check(columns.get(column), profiles[column], rows);
        }
        source.warn(columns, warnings);
        return warnings.all();
    }

    private void checkWeight(Column weight, int column) {
        if (weight.missing() > 0) {
            fail(column, "is the weight, but has " + weight.missing() + " missing value"
                    + (weight.missing() == 1 ? "" : "s") + ": give every row a weight, 0 if it is not to count");
        }
        weight.range().ifPresent(range -> {
            if (range.min() < 0) {
                fail(column, "is the weight, but its smallest value is " + range.min() + ": weights are at least 0");
            }
            if (range.max() == 0) {
                fail(column, "is the weight, but is 0 in every row: at least one row must count");
            }
        });
    }

    private void checkSize(List<Column> columns) {
        long bytes = (long) rows * new RowLayout(columns).rowBytes();
        if (bytes > limits.maxStored().toBytes()) {
            throw new ProblemException(ProblemType.TOO_LARGE, "The rows take " + bytes + " bytes; a dataset may have "
                    + limits.maxStored().toBytes());
        }
        int length = new ColumnsConverter().convertToDatabaseColumn(columns).length();
        if (length > ColumnsConverter.MAX_LENGTH) {
            throw new ProblemException(ProblemType.TOO_LARGE, "The columns with their statistics and categories take "
                    + length + " characters; a dataset may have " + ColumnsConverter.MAX_LENGTH);
        }
    }
}
