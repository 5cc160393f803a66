package dev.chainrule.scoring;

import dev.chainrule.budget.Computation;
import dev.chainrule.dataset.Numbers;
import dev.chainrule.dataset.upload.CsvFile;
import dev.chainrule.dataset.upload.CsvRows;
import dev.chainrule.matrix.Saturated;
import dev.chainrule.model.InputColumn;
import dev.chainrule.model.InputColumn.CategoryColumn;
import dev.chainrule.model.InputColumn.NumberColumn;
import dev.chainrule.model.InputRows;
import dev.chainrule.model.LoadedVersion;
import dev.chainrule.preprocessing.UnknownValues;
import dev.chainrule.problem.Faults;
import java.util.List;

/**
 * A CSV file. Its columns have any order; those that are not features are not read. A text that names a category of training is that
 * category, also where it would stand for a missing value elsewhere, unless the request declares it missing.
 */
final class CsvInput implements InputTable {
    /** The most that one file takes while it is read: a record, and buffers. */
    private static final long READING = 8L << 20;

    /** Rows that are checked before the next ones take their place. */
    private static final int CHECKED = 256;

    private static final String TOO_LARGE = "has a number that is too large for the model's precision after scaling";

    private final CsvFile file;
    private final LoadedVersion version;
    private final Faults faults;

    /** Of each feature, in the order of the version's columns, its position in the file. */
    private final int[] positions;

    /**
     * @param faults where the file notes its faults
     * @throws dev.chainrule.problem.ProblemException (422) if the first line is wrong, or a feature has no column
     */
    CsvInput(CsvFile file, LoadedVersion version, Faults faults) {
        this.file = file;
        this.version = version;
        this.faults = faults;
        var names = version.columns().stream().map(InputColumn::name).toList();
        file.requireColumns(names, "which the model was trained with");
        faults.throwIfAny();
        this.positions = names.stream().mapToInt(file.columns()::indexOf).toArray();
    }

    /** What opening, checking and reading a file takes in memory. */
    static long bytes(LoadedVersion version) {
        return Saturated.sum(READING, version.bytes(CHECKED));
    }

    @Override
    public List<String> columns() {
        return file.columns();
    }

    @Override
    public Summary check() {
        var features = version.rows(CHECKED);
        long longest = 0;
        try (var rows = new FileRows()) {
            while (!faults.isFull() && rows.next(features)) {
                longest = Math.max(longest, rows.characters());
                if (features.count() == features.capacity()) {
                    features.clear();
                    Computation.checkpoint();
                }
            }
        }
        faults.throwIfAny();
        return new Summary(features.unknown().stream().mapToLong(UnknownValues::count).sum(), longest);
    }

    @Override
    public Rows rows() {
        return new FileRows();
    }

    private final class FileRows implements Rows {
        private final CsvRows rows = file.rows();

        @Override
        public boolean next(InputRows features) {
            if (!rows.next()) {
                return false;
            }
            boolean good = rows.isComplete();
            for (int column = 0; good && column < positions.length; column++) {
                good = read(column, features);
            }
            if (good && !features.endRow()) {
                rows.fault(TOO_LARGE, TOO_LARGE);
            }
            return true;
        }

        long characters() {
            return rows.characters();
        }

        /** @return false if it notes a fault */
        private boolean read(int column, InputRows features) {
            var value = rows.value(positions[column]);
            return switch (version.columns().get(column)) {
                case NumberColumn number -> {
                    if (rows.isMissing(value)) {
                        yield missing(number, column, value, features);
                    }
                    double read = Numbers.parse(value);
                    features.number(column, read);
                    yield Double.isFinite(read) || fault(column, value,
                            "is not a finite number; if it stands for a missing value, name it in missing");
                }
                case CategoryColumn category -> {
                    boolean isMissing = rows.isDeclaredMissing(value)
                            || (rows.isMissing(value) && category.code(value) < 0);
                    if (isMissing) {
                        yield missing(category, column, value, features);
                    }
                    features.category(column, value);
                    yield true;
                }
            };
        }

        private boolean missing(InputColumn feature, int column, String value, InputRows features) {
            features.missing(column);
            return feature.mayBeMissing() || fault(column, value,
                    "stands for a missing value, but the model was trained to refuse missing values: leave such rows out");
        }

        private boolean fault(int column, String value, String detail) {
            rows.fault(positions[column], value, detail);
            return false;
        }

        @Override
        public void write(RowText text, StringBuilder out) {
            for (int column = 0; column < file.columns().size(); column++) {
                text.text(column, rows.text(column), out);
            }
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
