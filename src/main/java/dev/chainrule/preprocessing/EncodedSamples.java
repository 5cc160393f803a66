package dev.chainrule.preprocessing;

import dev.chainrule.dataset.Column;
import dev.chainrule.dataset.Table;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.network.Samples;
import java.util.List;

/** Rows of a table, encoded anew for every batch straight from their compact form. */
public final class EncodedSamples implements Samples {
    private final Table table;
    private final int[] rows;
    private final RowEncoder features;
    private final RowEncoder targets;
    private final ThreadLocal<Scratch> scratch;

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
        this.scratch = ThreadLocal.withInitial(
                () -> new Scratch(
                        new double[table.columns().size()], new double[features.width()],
                        new double[targets.width()]));
    }

    private static RowEncoder encoder(List<ColumnEncoder> encoders, List<Column> columns) {
        var names = columns.stream().map(Column::name).toList();
        var sources = new int[encoders.size()];
        var codes = new int[encoders.size()][];
        var complete = new boolean[encoders.size()];
        for (int i = 0; i < sources.length; i++) {
            var encoder = encoders.get(i);
            sources[i] = names.indexOf(encoder.column());
            if (sources[i] < 0) {
                throw new IllegalArgumentException("There is no column " + encoder.column());
            }
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
    public void gather(int[] order, int from, int row, int count, Matrix x, Matrix y) {
        var own = scratch.get();
        for (int i = row; i < row + count; i++) {
            table.read(rows[order[from + i]], own.raw);
            features.encode(own.raw, own.input);
            targets.encode(own.raw, own.output);
            x.setRow(i, own.input);
            y.setRow(i, own.output);
        }
    }
}
