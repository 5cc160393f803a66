package dev.chainrule.matrix;

import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Objects;

/**
 * A row-major matrix of float32 or float64: element (r, c) is at {@code r · columns + c} from its start, without gaps.
 *
 * <p>A matrix is a view of an array: {@link #rows(int, int)} and {@link #view} share their elements with this one. Both dimensions may be
 * zero. A float32 matrix rounds every {@code double} that it receives once, by {@code (float)}. Not safe for use by several threads if one
 * of them writes.
 */
public final class Matrix {
    private final Precision precision;
    private final Object data; // float[] or double[], as precision says
    private final int offset;
    private final int rows;
    private final int columns;

    private Matrix(Precision precision, Object data, int offset, int rows, int columns) {
        this.precision = precision;
        this.data = data;
        this.offset = offset;
        this.rows = rows;
        this.columns = columns;
    }

    /** @throws IllegalArgumentException if a dimension is negative or there are more elements than an array can hold */
    public static Matrix zeros(Precision precision, int rows, int columns) {
        var size = checkedSize(rows, columns);
        var data =
                switch (precision) {
                    case FLOAT32 -> new float[size];
                    case FLOAT64 -> new double[size];
                };
        return new Matrix(precision, data, 0, rows, columns);
    }

    /**
     * @throws ShapeMismatchException if the rows differ in length
     */
    public static Matrix of(Precision precision, double[][] rows) {
        var columns = rows.length == 0 ? 0 : rows[0].length;
        var matrix = zeros(precision, rows.length, columns);
        for (var r = 0; r < rows.length; r++) {
            matrix.setRow(r, rows[r]);
        }
        return matrix;
    }

    public Precision precision() {
        return precision;
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** Number of elements. */
    public int size() {
        return rows * columns;
    }

    public double get(int row, int column) {
        var index = index(row, column);
        return data instanceof float[] floats ? floats[index] : ((double[]) data)[index];
    }

    public void set(int row, int column, double value) {
        put(index(row, column), value);
    }

    /** The rows {@code from … from + count − 1}; shares its elements with this matrix. */
    public Matrix rows(int from, int count) {
        Objects.checkFromIndexSize(from, count, rows);
        return new Matrix(precision, data, offset + from * columns, count, columns);
    }

    /**
     * {@code rows × columns} elements from the flat position {@code from} of this matrix; shares its elements with it.
     *
     * @throws IndexOutOfBoundsException if they are not within this matrix
     */
    public Matrix view(int from, int rows, int columns) {
        Objects.checkFromIndexSize(from, checkedSize(rows, columns), size());
        return new Matrix(precision, data, offset + from, rows, columns);
    }

    /** @throws ShapeMismatchException if the number of values differs from the number of columns */
    public void setRow(int row, double[] values) {
        checkRow(row, values);
        var start = offset + row * columns;
        if (data instanceof float[] floats) {
            for (var c = 0; c < columns; c++) {
                floats[start + c] = (float) values[c];
            }
        } else {
            System.arraycopy(values, 0, data, start, columns);
        }
    }

    /** @throws ShapeMismatchException if the length of {@code into} differs from the number of columns */
    public void getRow(int row, double[] into) {
        checkRow(row, into);
        var start = offset + row * columns;
        if (data instanceof float[] floats) {
            for (var c = 0; c < columns; c++) {
                into[c] = floats[start + c];
            }
        } else {
            System.arraycopy(data, start, into, 0, columns);
        }
    }

    /**
     * Copies a row of another matrix to a row of this one.
     *
     * @throws ShapeMismatchException if columns or precision differ
     */
    public void copyRow(int row, Matrix source, int sourceRow) {
        if (source.precision != precision) {
            throw ShapeMismatchException.precision(precision, source.precision);
        }
        if (source.columns != columns) {
            throw ShapeMismatchException.shape("a source", source.rows, columns, source);
        }
        Objects.checkIndex(row, rows);
        Objects.checkIndex(sourceRow, source.rows);
        System.arraycopy(source.data, source.offset + sourceRow * columns, data, offset + row * columns, columns);
    }

    /** The column of a row's largest element, the first one of equals; 0 for a row that starts with NaN. */
    public int largestColumn(int row) {
        var start = offset + Objects.checkIndex(row, rows) * columns;
        var largest = 0;
        if (data instanceof float[] floats) {
            for (var c = 1; c < columns; c++) {
                largest = floats[start + c] > floats[start + largest] ? c : largest;
            }
        } else {
            var doubles = (double[]) data;
            for (var c = 1; c < columns; c++) {
                largest = doubles[start + c] > doubles[start + largest] ? c : largest;
            }
        }
        return largest;
    }

    public void fill(double value) {
        switch (precision) {
            case FLOAT32 -> Arrays.fill((float[]) data, offset, offset + size(), (float) value);
            case FLOAT64 -> Arrays.fill((double[]) data, offset, offset + size(), value);
        }
    }

    /** Fills a row with 0. */
    void clearRow(int row) {
        var start = offset + Objects.checkIndex(row, rows) * columns;
        switch (precision) {
            case FLOAT32 -> Arrays.fill((float[]) data, start, start + columns, 0);
            case FLOAT64 -> Arrays.fill((double[]) data, start, start + columns, 0);
        }
    }

    /**
     * @throws ShapeMismatchException if shape or precision differ
     */
    public void copyFrom(Matrix source) {
        if (source.precision != precision) {
            throw ShapeMismatchException.precision(precision, source.precision);
        }
        if (source.rows != rows || source.columns != columns) {
            throw ShapeMismatchException.shape("a source", rows, columns, source);
        }
        System.arraycopy(source.data, source.offset, data, offset, size());
    }

    /** A copy with an array of its own. */
    public Matrix copy() {
        var copy = zeros(precision, rows, columns);
        copy.copyFrom(this);
        return copy;
    }

    /** A copy, one array for each row. */
    public double[][] toArray() {
        var copy = new double[rows][columns];
        for (var r = 0; r < rows; r++) {
            getRow(r, copy[r]);
        }
        return copy;
    }

    /** The elements, row by row, as IEEE 754 in little-endian order, bit for bit. */
    public byte[] toLittleEndianBytes() {
        var bytes = ByteBuffer.allocate(Math.toIntExact(bytes()));
        writeLittleEndian(bytes);
        return bytes.array();
    }

    /**
     * The reverse of {@link #toLittleEndianBytes()}.
     *
     * @param chunks the bytes in their order, in chunks of any lengths; not modified
     * @throws ShapeMismatchException if there are not exactly as many bytes as this matrix has; its elements are then undefined
     */
    public void setLittleEndianBytes(Iterator<byte[]> chunks) {
        var in = new LittleEndianReader(bytes(), chunks);
        try {
            in.get(this);
        } catch (BufferUnderflowException _) {
            throw new ShapeMismatchException(
                    "expected " + bytes() + " bytes for " + this + ", actual " + (bytes() - in.remaining()));
        }
        if (in.isExceeded()) {
            throw new ShapeMismatchException("expected " + bytes() + " bytes for " + this + ", actual more");
        }
    }

    /**
     * Writes the bytes of {@link #toLittleEndianBytes()} at the buffer's position, whatever the buffer's byte order.
     *
     * @throws BufferOverflowException if the buffer has less room
     */
    public void writeLittleEndian(ByteBuffer out) {
        if (bytes() > out.remaining()) {
            throw new BufferOverflowException();
        }
        var place = out.slice().order(ByteOrder.LITTLE_ENDIAN);
        switch (precision) {
            case FLOAT32 -> place.asFloatBuffer().put((float[]) data, offset, size());
            case FLOAT64 -> place.asDoubleBuffer().put((double[]) data, offset, size());
        }
        out.position(out.position() + (int) bytes());
    }

    /**
     * Reads what {@link #writeLittleEndian} wrote, from the buffer's position on.
     *
     * @throws BufferUnderflowException if the buffer has fewer bytes
     */
    public void readLittleEndian(ByteBuffer in) {
        if (bytes() > in.remaining()) {
            throw new BufferUnderflowException();
        }
        var place = in.slice().order(ByteOrder.LITTLE_ENDIAN);
        switch (precision) {
            case FLOAT32 -> place.asFloatBuffer().get((float[]) data, offset, size());
            case FLOAT64 -> place.asDoubleBuffer().get((double[]) data, offset, size());
        }
        in.position(in.position() + (int) bytes());
    }

    /** Bytes of all elements. */
    private long bytes() {
        return (long) size() * precision.bytes();
    }

    /** Shape and precision, without the elements. */
    @Override
    public String toString() {
        return precision + " " + rows + "×" + columns;
    }

    /** The array that this matrix is a view of: float[] or double[]. */
    Object data() {
        return data;
    }

    /** The index of element (0, 0) in {@link #data()}. */
    int offset() {
        return offset;
    }

    @SuppressWarnings("ReferenceEquality") // whether it is the same array, not whether it is equal
    boolean overlaps(Matrix other) {
        return data == other.data
                && offset < other.offset + other.size()
                && other.offset < offset + size();
    }

    private int index(int row, int column) {
        return offset + Objects.checkIndex(row, rows) * columns + Objects.checkIndex(column, columns);
    }

    private void put(int index, double value) {
        if (data instanceof float[] floats) {
            floats[index] = (float) value;
        } else {
            ((double[]) data)[index] = value;
        }
    }

    private void checkRow(int row, double[] values) {
        Objects.checkIndex(row, rows);
        if (values.length != columns) {
            throw new ShapeMismatchException(
                    "expected " + columns + " values in row " + row + ", actual " + values.length);
        }
    }

    private static int checkedSize(int rows, int columns) {
        if (rows < 0 || columns < 0) {
            throw new IllegalArgumentException("expected dimensions of at least 0, actual " + rows + "×" + columns);
        }
        var size = (long) rows * columns;
        if (size > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "expected at most " + (Integer.MAX_VALUE - 8) + " elements, actual " + rows + "×" + columns);
        }
        return (int) size;
    }
}
