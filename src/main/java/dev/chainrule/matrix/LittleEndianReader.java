package dev.chainrule.matrix;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.zip.CRC32C;

/**
 * Reads what a {@link LittleEndianWriter} wrote, from chunks of any length, one of them in memory at a time.
 *
 * <p>Every read throws {@link BufferUnderflowException} if fewer bytes are left, before it allocates anything.
 */
public final class LittleEndianReader {
    private final Iterator<byte[]> chunks;
    private final CRC32C checksum = new CRC32C();
    /** One number that spans two or more chunks. */
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private ByteBuffer chunk = ByteBuffer.allocate(0);
    /** The position in the chunk up to which the checksum is computed. */
    private int summed;

    private long remaining;

    /**
     * @param length bytes of all chunks together, at least 0; they are not read beyond it
     * @param chunks in their order; not modified
     */
    public LittleEndianReader(long length, Iterator<byte[]> chunks) {
        this.remaining = length;
        this.chunks = chunks;
    }

    /** Bytes of the length that are not read yet. */
    public long remaining() {
        return remaining;
    }

    /** Whether the chunks hold more bytes than the length. */
    public boolean isExceeded() {
        while (!chunk.hasRemaining() && chunks.hasNext()) {
            next();
        }
        return remaining == 0 && chunk.hasRemaining();
    }

    public byte getByte() {
        return number(Byte.BYTES).get();
    }

    public int getInt() {
        return number(Integer.BYTES).getInt();
    }

    public long getLong() {
        return number(Long.BYTES).getLong();
    }

    public double getDouble() {
        return number(Double.BYTES).getDouble();
    }

    private ByteBuffer number(int bytes) {
        require(bytes);
        number.clear();
        get(number.array(), bytes);
        return number.limit(bytes);
    }

    public byte[] getBytes(int count) {
        require(count);
        var bytes = new byte[count];
        get(bytes, count);
        return bytes;
    }

    private void get(byte[] into, int length) {
        int got;
        for (int from = 0; from < length; from += got) {
            got = Math.min(length - from, available().remaining());
            chunk.get(into, from, got);
            remaining -= got;
        }
    }

    /** Fills all elements, row by row. */
    public void get(Matrix into) {
        int each = into.precision().bytes();
        require((long) into.size() * each);
        int got;
        for (int from = 0; from < into.size(); from += got) {
            int whole = available().remaining() / each;
            got = whole == 0 ? 1 : Math.min(into.size() - from, whole);
            var part = into.view(from, 1, got);
            if (whole == 0) {
                part.readLittleEndian(number(each));
            } else {
                part.readLittleEndian(chunk);
                remaining -= (long) got * each;
            }
        }
    }

    /** Skips bytes, which count for the checksum. */
    public void skip(long bytes) {
        require(bytes);
        long left = bytes;
        while (left > 0) {
            int skipped = (int) Math.min(left, available().remaining());
            chunk.position(chunk.position() + skipped);
            remaining -= skipped;
            left -= skipped;
        }
    }

    private void require(long bytes) {
        if (bytes > remaining) {
            throw new BufferUnderflowException();
        }
    }

    /** The current chunk, with at least one byte left. */
    private ByteBuffer available() {
        while (!chunk.hasRemaining()) {
            if (!chunks.hasNext()) {
                throw new BufferUnderflowException();
            }
            next();
        }
        return chunk;
    }

    private void next() {
        sum();
        chunk = ByteBuffer.wrap(chunks.next());
        summed = 0;
    }

    private void sum() {
        checksum.update(chunk.array(), summed, chunk.position() - summed);
        summed = chunk.position();
    }

    /** CRC-32C of all bytes that were read so far. */
    public int checksum() {
        sum();
        return (int) checksum.getValue();
    }
}
