package dev.chainrule.preprocessing;

import dev.chainrule.dataset.Column;
import dev.chainrule.dataset.Table;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.network.Samples;
import java.util.List;

/** Rows of a table, encoded anew for every batch straight from their compact form. */
public final class EncodedSamples implements Samples {
    private final Table table;
    private final int[] rows;
    private final RowEncoder features;
    private final RowEncoder targets;
    private final int[] targetColumns;
    private final ThreadLocal<Scratch> scratch;
    /** The features, if they are bytes that are all encoded alike, as images are; else null. */
    private final RowEncoder.UniformColumns bytes;

    /** One thread's row on its way. */
    private record Scratch(double[] raw, double[] input, double[] output) {}

    /**
     * @param rows which rows of the table, at least one
     * @throws IllegalArgumentException if the table lacks a column that the preprocessing wants, or has it of another type
     */
    public EncodedSamples(Preprocessing preprocessing, Table table, int[] rows) {
        this.table = table;
        this.rows = rows;
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

    private static RowEncoder encoder(List<ColumnEncoder> encoders, List<Column> columns) {
        var sources = sources(encoders, columns);
        var codes = new int[encoders.size()][];
        var complete = new boolean[encoders.size()];
        for (int i = 0; i < sources.length; i++) {
            var encoder = encoders.get(i);
            var column = columns.get(sources[i]);
            if (column.isNumeric() != encoder instanceof ColumnEncoder.Numeric) {
                throw new IllegalArgumentException("Column " + encoder.column() + " is of another type");
            }
            complete[i] = column.missing() == 0;
            codes[i] = column.isNumeric()
                    ? new int[0]
                    : column.categories().stream().mapToInt(encoder.categories()::indexOf).toArray();
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
        return rows.length;
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
    public void gather(
            int[] order, int from, int row, int count, Matrix x, Matrix y, MatrixOperations operations) {
        var own = scratch.get();
        for (int i = row; i < row + count; i++) {
            int tableRow = rows[order[from + i]];
            if (bytes == null) {
                table.read(tableRow, own.raw);
                features.encode(own.raw, own.input);
                x.setRow(i, own.input);
            } else {
                table.readBytes(
                        tableRow, bytes.first(), bytes.count(), bytes.shift(), bytes.scale(), operations, x, i);
                for (int column : targetColumns) {
                    own.raw[column] = table.value(tableRow, column);
                }
            }
            targets.encode(own.raw, own.output);
            y.setRow(i, own.output);
        }
    }
}
