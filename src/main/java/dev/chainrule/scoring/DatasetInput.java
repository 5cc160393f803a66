package dev.chainrule.scoring;

import dev.chainrule.dataset.Column;
import dev.chainrule.dataset.Dataset;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.dataset.Numbers;
import dev.chainrule.dataset.Table;
import dev.chainrule.model.InputColumn;
import dev.chainrule.model.InputRows;
import dev.chainrule.model.LoadedVersion;
import dev.chainrule.preprocessing.DatasetCheck;
import dev.chainrule.preprocessing.UnknownValues;
import dev.chainrule.problem.Faults;
import java.util.List;
import java.util.stream.IntStream;

/** A stored dataset. Its numbers are float64, also where the upload had more digits, and its categories are in their canonical spelling. */
final class DatasetInput implements InputTable {
    /** Rows that are fetched at a time. */
    private static final int FETCHED = 256;

    /** Above this not every integer is a double. */
    private static final double MAX_EXACT = 0x1p53;

    /** Characters of a number. */
    private static final int NUMBER = 26;

    private final Datasets datasets;
    private final Dataset dataset;
    private final LoadedVersion version;
    private final Faults at;

    /** Of each feature, in the order of the version's columns, its position in the dataset. */
    private final int[] positions;

    /** The columns whose values are stored. */
    private final int[] kept;

    /**
     * @param at the dataset's place in the request
     * @throws dev.chainrule.problem.ProblemException (422) if the dataset lacks a feature, or has another type or missing values there
     */
    DatasetInput(Datasets datasets, Dataset dataset, LoadedVersion version, Faults at) {
        this.datasets = datasets;
        this.dataset = dataset;
        this.version = version;
        this.at = at;
        var trained = version.trained();
        DatasetCheck.features(trained.preprocessing(), dataset.columns(), trained.loss(), at);
        at.throwIfAny();
        var names = dataset.columns().stream().map(Column::name).toList();
        this.positions = version.columns().stream().map(InputColumn::name).mapToInt(names::indexOf).toArray();
        this.kept = IntStream.range(0, names.size()).filter(i -> !dataset.columns().get(i).isIgnored()).toArray();
    }

    @Override
    public List<String> columns() {
        return IntStream.of(kept).mapToObj(column -> dataset.columns().get(column).name()).toList();
    }

    /** Types, missing values and ranges are known of the columns: rows are read only if there are categories that training did not know. */
    @Override
    public Summary check() {
        var ends = version.rows(2);
        if (!(endRow(ends, true) && endRow(ends, false))) {
            at.add("has a number that is too large for the model's precision after scaling");
        }
        at.throwIfAny();
        long unknown = UnknownValues.of(version.trained().preprocessing(), datasets.stream(dataset)).stream()
                .mapToLong(UnknownValues::count)
                .sum();
        return new Summary(unknown, IntStream.of(kept).mapToLong(this::longest).sum());
    }

    private long longest(int column) {
        return dataset.columns().get(column).categories().stream().mapToInt(String::length).max().orElse(NUMBER);
    }

    /** Encodes the smallest or the largest numbers of all columns: what is between them is finite where these are. */
    private boolean endRow(InputRows rows, boolean smallest) {
        for (int feature = 0; feature < positions.length; feature++) {
            var column = dataset.columns().get(positions[feature]);
            int at = feature;
            column.range().ifPresent(range -> rows.number(at, smallest ? range.min() : range.max()));
            if (column.isCategorical() && column.hasValues()) {
                rows.category(at, column.categories().getFirst());
            }
        }
        return rows.endRow();
    }

    @Override
    public Rows rows() {
        return new StoredRows();
    }

    private final class StoredRows implements Rows {
        private final Table table = datasets.stream(dataset);
        private final double[] values = new double[table.columns().size()];
        private int read;

        @Override
        public boolean next(InputRows features) {
            if (read == table.rows()) {
                return false;
            }
            if (read % FETCHED == 0) {
                table.fetch(read, Math.min(FETCHED, table.rows() - read));
            }
            table.read(read++, values);
            for (int feature = 0; feature < positions.length; feature++) {
                var column = table.columns().get(positions[feature]);
                double value = values[positions[feature]];
                if (!column.isCategorical() || Double.isNaN(value)) {
                    features.number(feature, value);
                } else {
                    features.category(feature, column.categories().get((int) value));
                }
            }
            var _ = features.endRow(); // finite: see check()
            return true;
        }

        @Override
        public void write(RowText text, StringBuilder out) {
            for (int i = 0; i < kept.length; i++) {
                double value = values[kept[i]];
                var column = table.columns().get(kept[i]);
                if (Double.isNaN(value)) {
                    text.missing(i, out);
                } else if (column.isCategorical()) {
                    text.text(i, column.categories().get((int) value), out);
                } else if (value == Math.rint(value) && Math.abs(value) < MAX_EXACT && !Numbers.isNegativeZero(value)) {
                    text.integer(i, (long) value, out);
                } else {
                    text.number(i, value, out);
                }
            }
        }

        @Override
        public void close() {
            // Chunks are read and forgotten.
        }
    }
}
