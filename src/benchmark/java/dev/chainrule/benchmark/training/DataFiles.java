package dev.chainrule.benchmark.training;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Writes the data sets, the same on every machine. The classes are those that a fixed random teacher gives, so that there is something to
 * learn.
 *
 * <p>Pixels are bytes, and there is a copy of the images as IDX files. As numbers they are what the service makes of these bytes: byte ×
 * (1/255) in float64, then rounded to float32.
 */
public final class DataFiles {
    private static final long SEED = 20_261_101;
    private static final double PIXEL = 1 / 255.0;
    private static final int CLASSES = 10;
    private static final int TEACHER_UNITS = 8;
    private static final int IDX_IMAGES = 0x0803;
    private static final int IDX_LABELS = 0x0801;
    private static final int IMAGE_SIDE = 28;

    private final Path folder;

    /** Writes what is not there yet. */
    public DataFiles(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            if (!Files.exists(labels())) {
                writeImages();
            }
            if (!Files.exists(TrainingData.TABLE.classFile(folder))) {
                writeTable();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public Path folder() {
        return folder;
    }

    /** The images' pixels as an IDX file. */
    public Path images() {
        return folder.resolve("images.idx");
    }

    /** The images' classes as an IDX file. */
    public Path labels() {
        return folder.resolve("labels.idx");
    }

    private void writeImages() throws IOException {
        int rows = TrainingData.IMAGES.rows();
        int inputs = TrainingData.IMAGES.inputs();
        var random = new SplittableRandom(SEED);
        var teacher = gaussians(random, inputs * CLASSES);
        var pixels = new byte[rows * inputs];
        random.nextBytes(pixels);
        var x = new float[pixels.length];
        var classes = new int[rows];
        var scores = new double[CLASSES];
        for (int i = 0; i < rows; i++) {
            Arrays.fill(scores, 0);
            for (int j = 0; j < inputs; j++) {
                double value = (pixels[i * inputs + j] & 0xFF) * PIXEL;
                x[i * inputs + j] = (float) value;
                for (int c = 0; c < CLASSES; c++) {
                    scores[c] += (value - 0.5) * teacher[j * CLASSES + c];
                }
            }
            classes[i] = largest(scores);
        }
        write(TrainingData.IMAGES.inputFile(folder), bytes(x));
        write(TrainingData.IMAGES.classFile(folder), bytes(classes));
        writeIdx(images(), new int[] {IDX_IMAGES, rows, IMAGE_SIDE, IMAGE_SIDE}, pixels);
        var labels = new byte[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = (byte) classes[i];
        }
        writeIdx(labels(), new int[] {IDX_LABELS, rows}, labels);
    }

    private void writeTable() throws IOException {
        int rows = TrainingData.TABLE.rows();
        int inputs = TrainingData.TABLE.inputs();
        var random = new SplittableRandom(SEED + 1);
        var hidden = gaussians(random, inputs * TEACHER_UNITS);
        var output = gaussians(random, TEACHER_UNITS);
        var x = new float[rows * inputs];
        var classes = new int[rows];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < inputs; j++) {
                x[i * inputs + j] = (float) random.nextGaussian();
            }
            double score = 0;
            for (int u = 0; u < TEACHER_UNITS; u++) {
                double sum = 0;
                for (int j = 0; j < inputs; j++) {
                    sum += x[i * inputs + j] * hidden[j * TEACHER_UNITS + u];
                }
                score += StrictMath.tanh(sum / Math.sqrt(inputs)) * output[u];
            }
            classes[i] = score > 0 ? 1 : 0;
        }
        write(TrainingData.TABLE.inputFile(folder), bytes(x));
        write(TrainingData.TABLE.classFile(folder), bytes(classes));
    }

    private static double[] gaussians(SplittableRandom random, int count) {
        var values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    private static int largest(double[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[largest]) {
                largest = i;
            }
        }
        return largest;
    }

    private static byte[] bytes(float[] values) {
        var buffer = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    private static byte[] bytes(int[] values) {
        var buffer = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asIntBuffer().put(values);
        return buffer.array();
    }

    private static void writeIdx(Path file, int[] header, byte[] content) throws IOException {
        var part = part(file);
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
            for (int number : header) {
                out.writeInt(number);
            }
            out.write(content);
        }
        complete(part, file);
    }

    private static void write(Path file, byte[] content) throws IOException {
        complete(Files.write(part(file), content), file);
    }

    private static Path part(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    /** A file that is there is whole. */
    private static void complete(Path part, Path file) throws IOException {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
