package dev.chainrule.dataset;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import java.util.List;

/**
 * The rows of a dataset in the compact form in which they are stored: all of them in memory, or {@linkplain Datasets#stream streamed}, a
 * few chunks at a time. Any thread may read; both forms give the same values.
 */
public final class Table {
    private final List<Column> columns;
    private final int rows;
    private final RowLayout layout;
    private final int rowsPerChunk;
    private final Chunks chunks;

    /** @param chunks whole rows each, all but the last one full */
    Table(List<Column> columns, int rows, Chunks chunks) {
        this.columns = columns;
        this.rows = rows;
        this.layout = new RowLayout(columns);
        this.rowsPerChunk = layout.rowsPerChunk();
        this.chunks = chunks;
    }

    public int rows() {
        return rows;
    }

    public List<Column> columns() {
        return columns;
    }

    /** The most bytes of rows that it has in memory at a time. */
    public long bytes() {
        return chunks.bytes();
    }

    /** Says that some consecutive rows will be read next: those of a streamed table are read from the database by the caller's thread. */
    public void fetch(int from, int count) {
        chunks.fetch(from / rowsPerChunk, (from + count - 1) / rowsPerChunk);
    }

    /** The number in a cell, or the code of its category; NaN where it is missing. */
    public double value(int row, int column) {
        return layout.value(chunks.get(row / rowsPerChunk), row % rowsPerChunk, column);
    }

    /**
     * Reads a whole row, each cell as {@link #value} gives it. Allocates nothing.
     *
     * @param into at least as long as there are columns; overwritten
     */
    public void read(int row, double[] into) {
        layout.read(chunks.get(row / rowsPerChunk), row % rowsPerChunk, into);
    }

    /** Whether this number of columns, from the first on, are {@link CellType#UINT8}. */
    public boolean areBytes(int firstColumn, int count) {
        return layout.areBytes(firstColumn, count);
    }

    /**
     * Fills a row of a matrix from {@link #areBytes bytes}, the first columns from the first on: each becomes (byte − shift)·scale.
     * Allocates nothing.
     */
    public void readBytes(
            int row, int firstColumn, int count, double shift, double scale, MatrixOperations operations, Matrix into,
            int intoRow) {
        var chunk = chunks.get(row / rowsPerChunk);
        int start = layout.start(row % rowsPerChunk, firstColumn);
        operations.scaleBytes(chunk, start, count, shift, scale, into, intoRow);
    }
}
