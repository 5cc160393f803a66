package dev.chainrule.benchmark.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Rows to train on, as files of little-endian numbers, row after row, but for the four rows of XOR. */
public enum TrainingData {
    /** Pixels in [0, 1], of ten classes. */
    IMAGES("mnist", 60_000, 784),
    /** Normally distributed numbers, of two classes. */
    TABLE("tab", 100_000, 30),
    XOR(null, 4, 2);

    /** Null: the rows are in no file. */
    private final @Nullable String fileName;
    private final int rows;
    private final int inputs;

    TrainingData(@Nullable String fileName, int rows, int inputs) {
        this.fileName = fileName;
        this.rows = rows;
        this.inputs = inputs;
    }

    /**
     * @param x row after row
     * @param classes one for each row
     */
    public record Rows(int count, int inputs, float[] x, int[] classes) {}

    public int rows() {
        return rows;
    }

    public int inputs() {
        return inputs;
    }

    /** float32. */
    public Path inputFile(Path folder) {
        return folder.resolve(fileName + "_x.f32");
    }

    /** int32. */
    public Path classFile(Path folder) {
        return folder.resolve(fileName + "_y.i32");
    }

    /** All rows in memory. */
    public Rows read(Path folder) {
        if (this == XOR) {
            return new Rows(rows, inputs, new float[] {0, 0, 0, 1, 1, 0, 1, 1}, new int[] {0, 1, 1, 0});
        }
        var x = new float[rows * inputs];
        var classes = new int[rows];
        map(inputFile(folder), x.length).asFloatBuffer().get(x);
        map(classFile(folder), classes.length).asIntBuffer().get(classes);
        return new Rows(rows, inputs, x, classes);
    }

    private static ByteBuffer map(Path file, int numbers) {
        long expected = (long) numbers * Integer.BYTES;
        try (var channel = FileChannel.open(file)) {
            if (channel.size() != expected) {
                throw new IllegalStateException(
                        "expected " + expected + " bytes in " + file + ", actual " + channel.size());
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, expected).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
