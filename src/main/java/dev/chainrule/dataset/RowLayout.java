package dev.chainrule.dataset;

import dev.chainrule.content.ContentStore;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the cells of a stored row are. Rows are row-major and without gaps; a chunk holds as many whole rows as fit.
 *
 * <p>Neighbouring columns of one cell type form a run, so that reading a row is a few tight loops.
 */
public final class RowLayout {
    private static final VarHandle FLOAT =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** @param column its first column; {@code offset}: bytes from the row's start */
    private record ColumnRun(CellType cell, int column, int count, int offset) {}

    private final ColumnRun[] runs; // a list would allocate its iterator for every row
    private final CellType[] cells;
    private final int[] offsets;
    private final int rowBytes;

    public RowLayout(List<Column> columns) {
        cells = columns.stream().map(Column::cell).toArray(CellType[]::new);
        offsets = new int[cells.length];
        var found = new ArrayList<ColumnRun>();
        int offset = 0;
        for (int first = 0, next; first < cells.length; first = next) {
            next = first;
            int start = offset;
            while (next < cells.length && cells[next] == cells[first]) {
                offsets[next++] = offset;
                offset += cells[first].bytes();
            }
            found.add(new ColumnRun(cells[first], first, next - first, start));
        }
        runs = found.toArray(ColumnRun[]::new);
        rowBytes = offset;
    }

    public int rowBytes() {
        return rowBytes;
    }

    int rowsPerChunk() {
        return ContentStore.CHUNK_BYTES / rowBytes;
    }

    /** The most chunks that consecutive rows span. */
    int chunksOf(int consecutiveRows) {
        return (consecutiveRows - 2 + rowsPerChunk()) / rowsPerChunk() + 1;
    }

    /** One cell: the number or the category's code, NaN where it is missing. */
    double value(byte[] chunk, int row, int column) {
        int at = row * rowBytes + offsets[column];
        return switch (cells[column]) {
            case UINT8 -> chunk[at] & 0xFF;
            case FLOAT32 -> (float) FLOAT.get(chunk, at);
            case FLOAT64 -> (double) DOUBLE.get(chunk, at);
            case CODE8 -> code(chunk[at] & 0xFF, 0xFF);
            case CODE16 -> code((short) SHORT.get(chunk, at) & 0xFFFF, 0xFFFF);
            case CODE32 -> code((int) INT.get(chunk, at), -1);
            case NONE -> Double.NaN;
        };
    }

    /** Whether this number of columns, from the first on, are bytes without gaps. */
    boolean areBytes(int firstColumn, int count) {
        return IntStream.range(firstColumn, firstColumn + count).allMatch(column -> cells[column] == CellType.UINT8);
    }

    /** Where a cell starts in its chunk. */
    int start(int row, int column) {
        return row * rowBytes + offsets[column];
    }

    /** All cells of a row, as {@link #value} gives them. */
    void read(byte[] chunk, int row, double[] into) {
        int start = row * rowBytes;
        for (var run : runs) {
            int at = start + run.offset;
            int from = run.column;
            int to = from + run.count;
            switch (run.cell) {
                case UINT8 -> {
                    for (int c = 0; c < run.count; c++) {
                        into[from + c] = chunk[at + c] & 0xFF;
                    }
                }
                case FLOAT32 -> {
                    for (int c = from; c < to; c++, at += Float.BYTES) {
                        into[c] = (float) FLOAT.get(chunk, at);
                    }
                }
                case FLOAT64 -> {
                    for (int c = from; c < to; c++, at += Double.BYTES) {
                        into[c] = (double) DOUBLE.get(chunk, at);
                    }
                }
                case CODE8, CODE16, CODE32 -> {
                    for (int c = from; c < to; c++) {
                        into[c] = value(chunk, row, c);
                    }
                }
                case NONE -> Arrays.fill(into, from, to, Double.NaN);
            }
        }
    }

    /** Writes one cell; {@code value} as {@link #value} gives it. */
    void write(byte[] chunk, int row, int column, double value) {
        int at = row * rowBytes + offsets[column];
        int code = Double.isNaN(value) ? -1 : (int) value;
        switch (cells[column]) {
            case UINT8, CODE8 -> chunk[at] = (byte) code;
            case FLOAT32 -> FLOAT.set(chunk, at, (float) value);
            case FLOAT64 -> DOUBLE.set(chunk, at, value);
            case CODE16 -> SHORT.set(chunk, at, (short) code);
            case CODE32 -> INT.set(chunk, at, code);
            case NONE -> {}
        }
    }

    private static double code(int code, int missing) {
        return code == missing ? Double.NaN : code;
    }
}
