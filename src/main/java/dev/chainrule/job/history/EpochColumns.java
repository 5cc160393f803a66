package dev.chainrule.job.history;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The figures of some epochs as bytes: column by column in the order of {@link Figure}, a little-endian float64 an epoch, compressed
 * with zlib. NaN stands for a figure that was not measured. Reading gives the same bits.
 *
 * <p>An epoch has 8 bytes a figure before compression. In blocks of {@link EpochBlock#MAX_EPOCHS} it takes, of real runs, 13 to 17 bytes
 * for XOR (a million epochs, and the first ten thousand), 23 to 28 for three classes with validation on 96 rows, and 32 on 6,000 rows. One
 * encoding for each kind of column (absent, constant, dictionary, int32 of nanoseconds, plain) was measured beside it: 18 to 20, 29, and 31
 * bytes.
 */
final class EpochColumns {
    private EpochColumns() {}

    static byte[] encode(List<Epoch> epochs) {
        var columns = ByteBuffer.allocate(bytes(epochs.size())).order(ByteOrder.LITTLE_ENDIAN);
        for (var figure : Figure.values()) {
            epochs.forEach(epoch -> columns.putDouble(epoch.figure(figure)));
        }
        var compressed = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(compressed)) {
            out.write(columns.array());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return compressed.toByteArray();
    }

    /**
     * @return the figures of each epoch, in the order of {@link Figure}
     * @throws IllegalStateException if these bytes are not what {@link #encode} wrote of so many epochs
     */
    static double[][] decode(byte[] data, int epochs) {
        var columns = inflate(data);
        if (columns.length != bytes(epochs)) {
            throw new IllegalStateException("The stored figures of " + epochs + " epochs must have " + bytes(epochs)
                    + " bytes, but have " + columns.length);
        }
        var in = ByteBuffer.wrap(columns).order(ByteOrder.LITTLE_ENDIAN);
        var figures = new double[epochs][Figure.COUNT];
        for (int f = 0; f < Figure.COUNT; f++) {
            for (var epoch : figures) {
                epoch[f] = in.getDouble();
            }
        }
        return figures;
    }

    private static byte[] inflate(byte[] data) {
        try (var in = new InflaterInputStream(new ByteArrayInputStream(data))) {
            return in.readAllBytes();
        } catch (IOException damage) {
            // Without the cause: an EOFException anywhere in the chain stands for a client that has gone, which is answered with nothing.
            throw new IllegalStateException("The stored figures of epochs are damaged: " + damage.getMessage());
        }
    }

    private static int bytes(int epochs) {
        return Double.BYTES * Figure.COUNT * epochs;
    }
}
