package dev.chainrule.network;

import dev.chainrule.matrix.LittleEndianReader;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import java.nio.BufferUnderflowException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Reads the bytes of a {@link TrainingState}. It allocates no more than their length for numbers, whatever the bytes contain. */
final class StateReader {
    private static final int CHECKSUM_BYTES = Integer.BYTES;
    /** Magic number, version, checksum: present in every version. */
    private static final int LEAST_BYTES = 2 * Integer.BYTES + CHECKSUM_BYTES;
    /** Names of precisions, optimisers and monitors are shorter. */
    private static final int LONGEST_TEXT = 64;

    private final long length;
    private final LittleEndianReader in;
    private final boolean skips;

    /**
     * @param length of all chunks together
     * @param skips whether matrices are only checked: empty ones stand in for them
     */
    StateReader(long length, Iterator<byte[]> chunks, boolean skips) {
        this.length = length;
        this.in = new LittleEndianReader(length, chunks);
        this.skips = skips;
    }

    /**
     * @throws CorruptStateException if the bytes are not exactly those of a state
     * @throws UnknownVersionException if they are complete, but of another version, or of other numerics
     */
    TrainingState read() {
        try {
            if (length < LEAST_BYTES || in.getInt() != TrainingState.MAGIC) {
                throw new CorruptStateException(
                        "these " + length + " bytes are not a training state: they do not begin with CRTS");
            }
            return afterMagic();
        } catch (BufferUnderflowException cut) {
            throw new CorruptStateException("these " + length + " bytes are not a training state: " + cut, cut);
        }
    }

    /** Reads what follows the magic number. Damage of the bytes is reported before any fault of their content. */
    private TrainingState afterMagic() {
        require("version", TrainingState.VERSION, in.getInt());
        require("version of the numerics", TrainingState.NUMERICS, in.getInt());
        TrainingState state;
        try {
            state = state();
        } catch (BufferUnderflowException | IllegalArgumentException fault) {
            requireWhole();
            throw new CorruptStateException("these " + length + " bytes are not a training state: " + fault, fault);
        }
        requireWhole();
        return state;
    }

    private void require(String what, int expected, int actual) {
        if (actual != expected) {
            requireWhole();
            throw new UnknownVersionException("the " + what + " must be " + expected + ", but is " + actual);
        }
    }

    /** Reads to the end. */
    private void requireWhole() {
        in.skip(Math.max(0, bytesLeft()));
        int actual = in.checksum();
        int expected = in.getInt();
        if (actual != expected) {
            throw new CorruptStateException("the checksum of these " + length + " bytes must be "
                    + Integer.toHexString(expected) + ", but is " + Integer.toHexString(actual));
        }
        if (in.isExceeded()) {
            throw new CorruptStateException("a training state must have " + length + " bytes, but more follow");
        }
    }

    private TrainingState state() {
        int epoch = in.getInt();
        double cost = in.getDouble();
        long nanoseconds = in.getLong();
        var precision = Precision.valueOf(text());
        int count = count(precision.bytes());
        var parameters = matrix(precision, count);
        var optimizer = new Optimizer.OptimizerState(
                text(), in.getLong(), numbers(), matrices(precision, count));
        var learningRates = isPresent()
                ? new LearningRates.PlateauState(
                        EarlyStopping.Monitor.valueOf(text()), in.getDouble(), in.getInt(), in.getInt())
                : null;
        var best = isPresent() ? best(precision, count) : null;
        if (bytesLeft() != 0) {
            throw new IllegalArgumentException(bytesLeft() + " bytes are left");
        }
        return new TrainingState(epoch, cost, nanoseconds, parameters, optimizer, learningRates, best);
    }

    private BestEpoch.BestEpochState best(Precision precision, int parameters) {
        return new BestEpoch.BestEpochState(
                EarlyStopping.Monitor.valueOf(text()),
                in.getDouble(),
                in.getInt(),
                in.getInt(),
                isPresent() ? matrix(precision, parameters) : null);
    }

    private double[] numbers() {
        var numbers = new double[count(Double.BYTES)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.getDouble();
        }
        return numbers;
    }

    private List<Matrix> matrices(Precision precision, int parameters) {
        int count = count((long) parameters * precision.bytes());
        var matrices = new ArrayList<Matrix>();
        for (int i = 0; i < count; i++) {
            matrices.add(matrix(precision, parameters));
        }
        return List.copyOf(matrices);
    }

    private Matrix matrix(Precision precision, int parameters) {
        long bytes = (long) parameters * precision.bytes();
        if (bytes > bytesLeft()) {
            throw new BufferUnderflowException();
        }
        // Otherwise damaged bytes could ask for a very large number of empty matrices.
        Requirement.atLeast("the number of parameters", 1, parameters);
        var matrix = Matrix.zeros(precision, 1, skips ? 0 : parameters);
        if (skips) {
            in.skip(bytes);
        } else {
            in.get(matrix);
        }
        return matrix;
    }

    private String text() {
        int length = count(Byte.BYTES);
        if (length > LONGEST_TEXT) {
            throw new IllegalArgumentException(
                    "a text must have at most " + LONGEST_TEXT + " bytes, but has " + length);
        }
        return new String(in.getBytes(length), StandardCharsets.UTF_8);
    }

    private boolean isPresent() {
        return in.getByte() != 0;
    }

    /** A count of items of that many bytes each, at most as many as there are bytes for, so that no array is too long. */
    private int count(long bytesEach) {
        int count = in.getInt();
        if (count < 0) {
            throw new IllegalArgumentException("a count must be at least 0, but is " + count);
        }
        if (count > bytesLeft() / Math.max(1, bytesEach)) {
            throw new BufferUnderflowException();
        }
        return count;
    }

    /** Bytes that are left before the checksum. */
    private long bytesLeft() {
        return in.remaining() - CHECKSUM_BYTES;
    }
}
