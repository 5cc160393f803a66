package dev.chainrule.dataset.upload;

import dev.chainrule.dataset.Column;
import dev.chainrule.dataset.ColumnType;
import dev.chainrule.dataset.Dataset;
import dev.chainrule.dataset.Role;
import dev.chainrule.dataset.Row;
import dev.chainrule.dataset.Table;
import dev.chainrule.dataset.UploadForm;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a stored dataset, of which some columns get another role, or become categorical. Columns that it ignores are left out: their
 * values are not stored.
 */
final class StoredSource implements UploadedRows {
    private static final int FETCHED_ROWS = 256;

    private final Dataset dataset;
    private final Supplier<Table> rows;
    private final int[] kept;
    private final List<Declaration> columns;
    private final List<Faults> places;

    private StoredSource(
            Dataset dataset, Supplier<Table> rows, int[] kept, List<Declaration> columns, List<Faults> places) {
        this.dataset = dataset;
        this.rows = rows;
        this.kept = kept;
        this.columns = columns;
        this.places = places;
    }

    /**
     * @param rows gives the dataset's rows, once for every reading
     * @param changes columns by name; a role or a type that is left out stays as it is
     * @param faults of the upload
     * @throws dev.chainrule.problem.ProblemException (422) if a change is not possible
     */
    static StoredSource of(Dataset dataset, Supplier<Table> rows, List<JsonColumn> changes, Faults faults) {
        var stored = dataset.columns();
        var at = faults.at("columns");
        for (int i = 0; i < changes.size(); i++) {
            check(dataset, changes.get(i), at.at(i));
        }
        faults.throwIfAny();
        int[] kept = IntStream.range(0, stored.size()).filter(column -> !stored.get(column).isIgnored()).toArray();
        var columns = new ArrayList<Declaration>();
        var places = new ArrayList<Faults>();
        for (int column : kept) {
            int change = indexOf(stored.get(column).name(), changes);
            columns.add(changed(stored.get(column), change < 0 ? Optional.empty() : Optional.of(changes.get(change))));
            places.add(change < 0 ? faults.at("from") : at.at(change));
        }
        requireOneWeight(columns, places);
        faults.throwIfAny();
        return new StoredSource(dataset, rows, kept, List.copyOf(columns), places);
    }

    private static void check(Dataset dataset, JsonColumn change, Faults at) {
        var names = dataset.columns().stream().map(Column::name).toList();
        int column = names.indexOf(change.name());
        if (column < 0) {
            at.add("name", "is not a column of the dataset \"" + dataset.name() + "\""
                    + NearestName.hint(change.name(), names));
            return;
        }
        var stored = dataset.columns().get(column);
        if (stored.isIgnored()) {
            at.require(change.role() == Role.IGNORED, "name",
                    "is ignored in the dataset \"" + dataset.name()
                            + "\", and values of ignored columns are not stored: upload them again with another role");
        } else {
            if (stored.isCategorical() && change.type() == ColumnType.NUMERIC) {
                at.add("holds texts, and cannot be numeric or the weight");
            }
        }
    }

    private static int indexOf(String column, List<JsonColumn> changes) {
        return IntStream.range(0, changes.size())
                .filter(change -> changes.get(change).name().equals(column))
                .findFirst()
                .orElse(-1);
    }

    private static Declaration changed(Column stored, Optional<JsonColumn> change) {
        return new Declaration(
                stored.name(),
                change.map(JsonColumn::role).orElse(stored.role()),
                change.map(JsonColumn::type).orElse(stored.type()));
    }

    private static void requireOneWeight(List<Declaration> columns, List<Faults> places) {
        var weights = IntStream.range(0, columns.size())
                .filter(column -> columns.get(column).role() == Role.WEIGHT)
                .boxed()
                .toList();
        weights.stream().skip(1).map(places::get).forEach(at -> at.add(
                "must not be the weight, because \"" + columns.get(weights.getFirst()).name()
                        + "\" is, and a dataset has one at most: give one of them another role"));
    }

    @Override
    public UploadForm source() {
        return dataset.source();
    }

    @Override
    public List<Declaration> columns() {
        return columns;
    }

    @Override
    public void read(@Nullable ColumnType[] types, Consumer<Row> receiver) {
        var table = rows.get();
        var values = new double[table.columns().size()];
        var row = new Row(kept.length);
        for (int index = 0; index < table.rows(); index++) {
            if (index % FETCHED_ROWS == 0) {
                table.fetch(index, Math.min(FETCHED_ROWS, table.rows() - index));
            }
            table.read(index, values);
            for (int column = 0; column < kept.length; column++) {
                set(row, column, table.columns().get(kept[column]), types[column], values[kept[column]]);
            }
            receiver.accept(row);
        }
    }

    private static void set(Row row, int column, Column stored, @Nullable ColumnType type, double value) {
        if (Double.isNaN(value)) {
            row.missing(column);
        } else if (stored.isCategorical()) {
            row.text(column, stored.categories().get((int) value));
        } else if (type == ColumnType.CATEGORICAL) {
            row.text(column, Double.toString(value));
        } else {
            row.number(column, value);
        }
    }

    @Override
    public Faults faults(int column) {
        return places.get(column);
    }

    /**
     * Carries over the warnings of the upload that are still true. That depends on the type, and what the reading finds itself depends on
     * the role, too.
     */
    @Override
    public void warn(List<Column> found, UploadWarnings warnings) {
        for (var earlier : dataset.warnings()) {
            for (int column = 0; column < kept.length; column++) {
                var now = found.get(column);
                var before = dataset.columns().get(kept[column]);
                if (now.name().equals(earlier.column()) && !now.isIgnored() && now.type() == before.type()
                        && !UploadWarnings.isOfFeature(earlier)
                        && !(now.role() == before.role() ? warnings.lists(earlier) : warnings.listsAnyOf(now.name()))) {
                    warnings.add(now.name(), earlier.message());
                }
            }
        }
    }
}
