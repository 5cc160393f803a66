package dev.chainrule.inference;

import dev.chainrule.budget.Computation;
import dev.chainrule.model.InputColumn;
import dev.chainrule.model.InputColumn.CategoryColumn;
import dev.chainrule.model.InputColumn.NumberColumn;
import dev.chainrule.model.InputRows;
import dev.chainrule.model.LoadedVersion;
import dev.chainrule.problem.Listing;
import dev.chainrule.problem.NearestName;
import dev.chainrule.problem.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The inputs that a version takes: one a column, or all columns in one where each has numbers. */
final class VersionInputs {
    /** The input that has all columns, unless a column has this name. */
    static final String TABLE = "input";

    private static final int CHECKPOINT = 64;

    private final LoadedVersion version;
    private final List<InputColumn> columns;
    private final boolean mayBeTable;

    VersionInputs(LoadedVersion version) {
        this.version = version;
        this.columns = version.columns();
        this.mayBeTable = version.position(TABLE) < 0 && columns.stream().allMatch(NumberColumn.class::isInstance);
    }

    List<TensorMetadata> metadata() {
        return mayBeTable
                ? List.of(new TensorMetadata(TABLE, Datatype.FP64, List.of(-1, columns.size())))
                : columns.stream().map(column -> new TensorMetadata(column.name(), datatype(column), List.of(-1, 1)))
                        .toList();
    }

    private static Datatype datatype(InputColumn column) {
        return switch (column) {
            case NumberColumn _ -> Datatype.FP64;
            case CategoryColumn _ -> Datatype.BYTES;
        };
    }

    /**
     * Where the values of a column stand.
     *
     * @param stride from a row's value to the next row's
     */
    private record ColumnSource(Tensor tensor, int first, int stride) {
        int element(int row) {
            return row * stride + first;
        }
    }

    /**
     * How many rows the inputs have.
     *
     * @throws ProblemException (422) if they have none, more than allowed, or different numbers of them
     */
    static int rows(List<Tensor> inputs, int most) {
        var first = inputs.getFirst().head();
        long rows = first.shape().rows();
        if (rows < 1 || rows > most) {
            throw first.invalid("shape", "must have 1 to " + most + " rows, but has " + rows);
        }
        for (var input : inputs) {
            if (input.head().shape().rows() != rows) {
                throw input.head().invalid("shape", "has " + input.head().shape().rows() + " rows, but the input \""
                        + TensorHead.shown(first.name()) + "\" has " + rows);
            }
        }
        return (int) rows;
    }

    /** @throws ProblemException (422) if the inputs are not those of the model, or a value is not one of its column */
    InputRows read(List<Tensor> inputs, int rows) {
        var sources = isTable(inputs) ? ofTable(inputs.getFirst()) : byName(inputs);
        var into = version.rows(rows);
        for (int row = 0; row < rows; row++) {
            if (row % CHECKPOINT == 0) {
                Computation.checkpoint();
            }
            for (int column = 0; column < sources.size(); column++) {
                read(sources.get(column), row, column, into);
            }
            if (!into.endRow()) {
                throw ProblemException.invalid("/inputs",
                        "row " + row + " has a number that is too large for the model's precision after scaling");
            }
        }
        return into;
    }

    private boolean isTable(List<Tensor> inputs) {
        return mayBeTable && inputs.size() == 1 && inputs.getFirst().head().name().equals(TABLE);
    }

    private List<ColumnSource> ofTable(Tensor table) {
        int width = columns.size();
        if (table.head().shape().columns() != width) {
            throw table.head().invalid("shape", "must be [rows, " + width + "], a number for each of " + names()
                    + ", but is " + table.head().shape());
        }
        requireNumbers(table);
        var sources = new ArrayList<ColumnSource>();
        for (int column = 0; column < width; column++) {
            sources.add(new ColumnSource(table, column, width));
        }
        return sources;
    }

    private List<ColumnSource> byName(List<Tensor> inputs) {
        var found = new @Nullable ColumnSource[columns.size()];
        for (var input : inputs) {
            var head = input.head();
            int position = version.position(head.name());
            if (position < 0) {
                throw head.invalid("name",
                        "is not one that the model has" + NearestName.hint(head.name(), names(columns))
                                + "; it has " + names()
                                + (mayBeTable ? ", or all of them in the one input " + TABLE : ""));
            }
            if (found[position] != null) {
                throw head.invalid("name", "is given twice");
            }
            if (head.shape().columns() != 1) {
                throw head.invalid("shape", "must be [rows] or [rows, 1], but is " + head.shape());
            }
            if (columns.get(position) instanceof NumberColumn) {
                requireNumbers(input);
            }
            found[position] = new ColumnSource(input, 0, 1);
        }
        requireAll(found);
        return Arrays.stream(found).map(Objects::requireNonNull).toList();
    }

    private void requireAll(@Nullable ColumnSource[] found) {
        var missing = new ArrayList<InputColumn>();
        for (int column = 0; column < found.length; column++) {
            if (found[column] == null) {
                missing.add(columns.get(column));
            }
        }
        if (!missing.isEmpty()) {
            throw ProblemException.invalid("/inputs", "the inputs " + Listing.of(names(missing))
                    + " are missing: the model needs one for each of " + names());
        }
    }

    private static void requireNumbers(Tensor tensor) {
        if (tensor instanceof TextTensor) {
            throw tensor.head().invalid("datatype", "must have numbers, such as FP64, but is BYTES");
        }
    }

    private String names() {
        return Listing.of(names(columns));
    }

    private static List<String> names(List<InputColumn> columns) {
        return columns.stream().map(InputColumn::name).toList();
    }

    private void read(ColumnSource source, int row, int column, InputRows into) {
        int element = source.element(row);
        switch (columns.get(column)) {
            case NumberColumn numbers -> {
                double value = source.tensor().number(element);
                if (Double.isFinite(value)) {
                    into.number(column, value);
                } else {
                    requireMissing(Double.isNaN(value), numbers, source.tensor(), element);
                    into.missing(column);
                }
            }
            case CategoryColumn categories -> {
                var text = source.tensor().text(element);
                if (text.isEmpty()) {
                    requireMissing(true, categories, source.tensor(), element);
                    into.missing(column);
                } else {
                    into.category(column, text);
                }
            }
        }
    }

    private static void requireMissing(boolean isMissing, InputColumn column, Tensor tensor, int element) {
        if (!isMissing) {
            throw tensor.head().invalidElement(element, "must be finite, but is " + tensor.number(element)
                    + (column.mayBeMissing() ? ": a missing number is NaN" : ""));
        }
        if (!column.mayBeMissing()) {
            throw tensor.head().invalidElement(element,
                    "is missing, but the model was trained to refuse missing values");
        }
    }
}
