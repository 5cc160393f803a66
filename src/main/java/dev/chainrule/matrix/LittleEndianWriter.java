package dev.chainrule.matrix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Writes numbers in little-endian order, chunk by chunk, so that no array holds all of them. Every chunk but the last is full; a number
 * may begin in one chunk and end in the next. Must be {@linkplain #close() closed}.
 */
public final class LittleEndianWriter {
    private final Consumer<byte[]> receiver;
    private final CRC32C checksum = new CRC32C();
    /** One number, before it is copied to the chunk. */
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private ByteBuffer chunk;
    /** The position in the chunk up to which the checksum is computed. */
    private int summed;

    /**
     * @param chunkBytes the length of every chunk but the last, at least 1
     * @param receiver takes the chunks in their order and may keep them
     */
    public LittleEndianWriter(int chunkBytes, Consumer<byte[]> receiver) {
        if (chunkBytes < 1) {
            throw new IllegalArgumentException("chunkBytes must be at least 1, but is " + chunkBytes);
        }
        this.receiver = receiver;
        this.chunk = ByteBuffer.allocate(chunkBytes);
    }

    public LittleEndianWriter put(byte value) {
        number.clear().put(value);
        return putNumber();
    }

    public LittleEndianWriter put(int value) {
        number.clear().putInt(value);
        return putNumber();
    }

    public LittleEndianWriter put(long value) {
        number.clear().putLong(value);
        return putNumber();
    }

    public LittleEndianWriter put(double value) {
        number.clear().putDouble(value);
        return putNumber();
    }

    private LittleEndianWriter putNumber() {
        return put(number.array(), number.position());
    }

    public LittleEndianWriter put(byte[] bytes) {
        return put(bytes, bytes.length);
    }

    private LittleEndianWriter put(byte[] bytes, int length) {
        int put;
        for (int from = 0; from < length; from += put) {
            put = Math.min(length - from, room().remaining());
            chunk.put(bytes, from, put);
        }
        return this;
    }

    /** The elements, row by row, as in {@link Matrix#toLittleEndianBytes()}. */
    public LittleEndianWriter put(Matrix matrix) {
        int each = matrix.precision().bytes();
        int put;
        for (int from = 0; from < matrix.size(); from += put) {
            int whole = room().remaining() / each;
            put = whole == 0 ? 1 : Math.min(matrix.size() - from, whole);
            var part = matrix.view(from, 1, put);
            if (whole == 0) {
                part.writeLittleEndian(number.clear());
                putNumber();
            } else {
                part.writeLittleEndian(chunk);
            }
        }
        return this;
    }

    /** The current chunk, with room for at least one byte. */
    private ByteBuffer room() {
        if (!chunk.hasRemaining()) {
            sum();
            receiver.accept(chunk.array());
            chunk = ByteBuffer.allocate(chunk.capacity());
            summed = 0;
        }
        return chunk;
    }

    private void sum() {
        checksum.update(chunk.array(), summed, chunk.position() - summed);
        summed = chunk.position();
    }

    /** CRC-32C of all bytes that were written so far. */
    public int checksum() {
        sum();
        return (int) checksum.getValue();
    }

    /** Passes the last chunk to the receiver, unless it is empty. */
    public void close() {
        if (chunk.position() > 0) {
            receiver.accept(Arrays.copyOf(chunk.array(), chunk.position()));
        }
    }
}
