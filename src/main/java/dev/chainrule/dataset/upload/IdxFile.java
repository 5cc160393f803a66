package dev.chainrule.dataset.upload;

import dev.chainrule.problem.Faults;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A file in the IDX form of the MNIST database: two zero bytes, the type, the number of dimensions, each dimension as a
 * big-endian int, the data. Only unsigned bytes are taken. Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of
 * handwritten digits" (1998).
 */
final class IdxFile implements AutoCloseable {
    private static final int UNSIGNED_BYTES = 0x08;
    private static final int MAX_DIMENSIONS = 8;

    private final DataInputStream in;
    private final Faults faults;
    private final int count;
    private final long itemBytes;

    /** Reads the header. @throws dev.chainrule.problem.ProblemException if it is malformed */
    IdxFile(Upload upload, Faults faults, int maxCount) {
        this.in = new DataInputStream(upload.open());
        this.faults = faults;
        try {
            int dimensions = dimensions();
            count = in.readInt();
            if (count <= 0 || count > maxCount) {
                refuse("says that it has " + Integer.toUnsignedString(count) + " items; 1 to " + maxCount
                        + " are allowed");
            }
            long size = 1;
            for (int dimension = 1; dimension < dimensions; dimension++) {
                // Limited to a value above every limit, so that nothing overflows.
                size = Math.min(size * (in.readInt() & 0xFFFF_FFFFL), Integer.MAX_VALUE);
            }
            itemBytes = size;
        } catch (EOFException _) {
            throw truncated();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private int dimensions() throws IOException {
        int magic = in.readInt();
        int type = magic >>> 8;
        int dimensions = magic & 0xFF;
        if (type != UNSIGNED_BYTES || dimensions == 0 || dimensions > MAX_DIMENSIONS) {
            refuse("is not an IDX file of unsigned bytes: it begins with %08x, where 00000803 is expected of images and"
                    .formatted(magic) + " 00000801 of labels");
        }
        return dimensions;
    }

    /** Number of items: the first dimension. */
    int count() {
        return count;
    }

    /** Size of one item: the product of the other dimensions. */
    long itemBytes() {
        return itemBytes;
    }

    /** Fills {@code item} with the next bytes. @throws dev.chainrule.problem.ProblemException if there are too few */
    void read(byte[] item) {
        try {
            in.readFully(item);
        } catch (EOFException _) {
            throw truncated();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @throws dev.chainrule.problem.ProblemException if anything follows */
    void requireEnd() {
        try {
            if (in.read() >= 0) {
                refuse("continues after the " + count + " items that its header declares");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private RuntimeException truncated() {
        refuse("ends before the items that its header declares: send the complete file");
        return new IllegalStateException("A fault was noted, but nothing thrown");
    }

    private void refuse(String detail) {
        faults.add(detail);
        faults.throwIfAny();
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
