package dev.chainrule.preprocessing;

import dev.chainrule.dataset.Column;
import dev.chainrule.dataset.Role;
import dev.chainrule.dataset.Table;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.network.Loss;
import dev.chainrule.network.RowWeights;
import dev.chainrule.network.Samples;
import dev.chainrule.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows of a table, encoded anew for every batch straight from their compact form. */
public final class EncodedSamples implements Samples {
    private final Preprocessing preprocessing;
    private final Table table;
    private final RowSelection rows;
    private final RowWeights weights;
    private final RowEncoder features;
    private final RowEncoder targets;
    private final int[] targetColumns;
    private final ThreadLocal<Scratch> scratch;
    /** The features, if they are bytes that are all encoded alike, as images are. */
    private final RowEncoder.@Nullable UniformColumns bytes;

    /** One thread's buffers for a row. */
    private record Scratch(double[] raw, double[] input, double[] output) {}

    /**
     * Rows that count equally, whatever weights the table has.
     *
     * @param rows which rows of the table, at least one
     * @throws IllegalArgumentException if the table lacks a column that the preprocessing needs, or has it of another type
     */
    public EncodedSamples(Preprocessing preprocessing, Table table, int[] rows) {
        this(preprocessing, table, RowSelection.of(rows));
    }

    /** All rows of a table, in their order, which takes no memory for each of them. Otherwise as the constructor. */
    public static EncodedSamples all(Preprocessing preprocessing, Table table) {
        return new EncodedSamples(preprocessing, table, RowSelection.all(table.rows()));
    }

    private EncodedSamples(Preprocessing preprocessing, Table table, RowSelection rows) {
        this.preprocessing = preprocessing;
        this.table = table;
        this.rows = rows;
        this.weights = RowWeights.ALIKE;
        this.features = encoder(preprocessing.features(), table.columns());
        this.targets = encoder(preprocessing.targets(), table.columns());
        this.targetColumns = sources(preprocessing.targets(), table.columns());
        this.bytes = features.uniformColumns()
                .filter(columns -> table.areBytes(columns.first(), columns.count()))
                .orElse(null);
        this.scratch = ThreadLocal.withInitial(
                () -> new Scratch(
                        new double[table.columns().size()], new double[features.width()],
                        new double[targets.width()]));
    }

    private EncodedSamples(EncodedSamples samples, RowWeights weights) {
        this.preprocessing = samples.preprocessing;
        this.table = samples.table;
        this.rows = samples.rows;
        this.weights = weights;
        this.features = samples.features;
        this.targets = samples.targets;
        this.targetColumns = samples.targetColumns;
        this.bytes = samples.bytes;
        this.scratch = samples.scratch;
    }

    /**
     * The same rows to train with: each counts by the table's weight column, if it has one, times the weight of its class.
     *
     * @param loss of the network, which decides what classes there are
     * @throws ProblemException (422) if no row is left that counts
     * @throws IllegalStateException if classes have weights, but a row is not of one class
     */
    public EncodedSamples weightedForTraining(ClassWeights classWeights, Loss loss) {
        boolean byClass = !(classWeights instanceof ClassWeights.None);
        if (!byClass && weightColumn().isEmpty()) {
            return this;
        }
        var own = columnWeights();
        if (byClass) {
            multiplyByClass(own, classWeights, loss);
        }
        return weighted(own, "train");
    }

    /**
     * The same rows to validate by: each counts by the weight column of its own table, if it has one. What they measure is the weighted
     * mean, as scikit-learn's metrics have it with {@code sample_weight}. Weights of classes are for training only, as in Keras.
     *
     * @throws ProblemException (422) if no row is left that counts
     */
    public EncodedSamples weightedForValidation() {
        return weightColumn().isEmpty() ? this : weighted(columnWeights(), "validate");
    }

    private EncodedSamples weighted(double[] own, String purpose) {
        if (Arrays.stream(own).noneMatch(weight -> weight > 0)) {
            throw ProblemException.invalid("/dataset", "gives none of the " + own.length + " rows that " + purpose
                    + " a weight above 0: give weights to more rows, or split them with another seed");
        }
        return new EncodedSamples(this, RowWeights.inPlace(own));
    }

    private OptionalInt weightColumn() {
        return IntStream.range(0, table.columns().size())
                .filter(column -> table.columns().get(column).role() == Role.WEIGHT)
                .findFirst();
    }

    /** 1 for every row without a weight column. */
    private double[] columnWeights() {
        var column = weightColumn();
        var own = new double[rows.count()];
        for (int i = 0; i < own.length; i++) {
            own[i] = column.isPresent() ? table.value(rows.row(i), column.getAsInt()) : 1;
        }
        return own;
    }

    private void multiplyByClass(double[] own, ClassWeights classWeights, Loss loss) {
        var task = Task.of(preprocessing, loss);
        var names = task.classNames(preprocessing);
        var counts = new int[names.size()];
        for (int i = 0; i < own.length; i++) {
            counts[classOf(rows.row(i), task)]++;
        }
        var byClass = classWeights.of(names, counts);
        for (int i = 0; i < own.length; i++) {
            own[i] *= byClass[classOf(rows.row(i), task)];
        }
    }

    private int classOf(int row, Task task) {
        var own = scratch.get();
        readTargets(row, own);
        targets.encode(own.raw, own.output);
        return task.classOf(own.output).orElseThrow();
    }

    private static RowEncoder encoder(List<ColumnEncoder> encoders, List<Column> columns) {
        var sources = sources(encoders, columns);
        var codes = new int[encoders.size()][];
        var complete = new boolean[encoders.size()];
        for (int i = 0; i < sources.length; i++) {
            var encoder = encoders.get(i);
            var column = columns.get(sources[i]);
            if (column.isNumeric() != encoder instanceof ColumnEncoder.Numeric && column.hasValues()) {
                throw new IllegalArgumentException("Column " + encoder.column() + " is of another type");
            }
            complete[i] = column.missing() == 0;
            codes[i] = column.isNumeric()
                    ? new int[0]
                    : encoder.codes(column.categories());
        }
        return new RowEncoder(encoders, sources, codes, complete);
    }

    private static int[] sources(List<ColumnEncoder> encoders, List<Column> columns) {
        var names = columns.stream().map(Column::name).toList();
        var sources = new int[encoders.size()];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = names.indexOf(encoders.get(i).column());
            if (sources[i] < 0) {
                throw new IllegalArgumentException("There is no column " + encoders.get(i).column());
            }
        }
        return sources;
    }

    @Override
    public int rows() {
        return rows.count();
    }

    @Override
    public int inputs() {
        return features.width();
    }

    @Override
    public int outputs() {
        return targets.width();
    }

    @Override
    public void fetch(int from, int count) {
        if (rows.isAll()) {
            table.fetch(from, count);
        }
    }

    @Override
    public void gather(
            int[] order, int from, int row, int count, Matrix x, Matrix y, MatrixOperations operations) {
        var own = scratch.get();
        for (int i = row; i < row + count; i++) {
            int tableRow = rows.row(order[from + i]);
            if (bytes == null) {
                table.read(tableRow, own.raw);
                features.encode(own.raw, own.input);
                x.setRow(i, own.input);
            } else {
                table.readBytes(
                        tableRow, bytes.first(), bytes.count(), bytes.shift(), bytes.scale(), operations, x, i);
                readTargets(tableRow, own);
            }
            targets.encode(own.raw, own.output);
            y.setRow(i, own.output);
        }
    }

    private void readTargets(int tableRow, Scratch own) {
        for (int column : targetColumns) {
            own.raw[column] = table.value(tableRow, column);
        }
    }

    @Override
    public RowWeights weights() {
        return weights;
    }
}
