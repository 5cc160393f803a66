package dev.chainrule.network;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * All that a run needs to go on after an epoch as if it had never stopped. Random numbers are not among it: they follow from
 * (seed, purpose, epoch).
 *
 * <p>{@link #encode()}, little endian: magic, version, epoch, cost, seconds, the optimiser's name, step and numbers, the
 * parameters, the optimiser's matrices, the best epoch if one is kept; then the CRC-32C of all of that.
 */
public final class TrainingState {
    private static final int MAGIC = 0x54535243;
    private static final int VERSION = 1;
    /** The length of an array that is not there. */
    private static final int ABSENT = -1;

    private final int epoch;
    private final double cost;
    private final double seconds;
    private final Optimizer.State optimizer;
    private final byte[] parameters;
    /** Null without early stopping. */
    private final BestEpoch.State best;

    /**
     * @param cost of the epoch
     * @param seconds that the run has taken so far
     * @param parameters as {@link Network#parameters()}
     * @param best null: none is kept
     */
    TrainingState(
            int epoch, double cost, double seconds, Optimizer.State optimizer, byte[] parameters,
            BestEpoch.State best) {
        this.epoch = epoch;
        this.cost = cost;
        this.seconds = seconds;
        this.optimizer = optimizer;
        this.parameters = parameters;
        this.best = best;
    }

    /** The last one that is over; 0: only the untrained network was measured. */
    public int epoch() {
        return epoch;
    }

    double cost() {
        return cost;
    }

    double seconds() {
        return seconds;
    }

    Optimizer.State optimizer() {
        return optimizer;
    }

    byte[] parameters() {
        return parameters;
    }

    BestEpoch.State best() {
        return best;
    }

    /** This state in bytes. */
    public byte[] encode() {
        var name = optimizer.name().getBytes(StandardCharsets.UTF_8);
        long bytes = 3L * Integer.BYTES + 2 * Double.BYTES + sized(name) + Long.BYTES + Integer.BYTES
                + (long) optimizer.numbers().length * Double.BYTES + sized(parameters) + Integer.BYTES
                + optimizer.matrices().stream().mapToLong(TrainingState::sized).sum()
                + 1 + (best == null ? 0 : Double.BYTES + 2 * Integer.BYTES + sized(best.parameters())) + Integer.BYTES;
        var out = ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putInt(VERSION).putInt(epoch).putDouble(cost).putDouble(seconds);
        put(out, name);
        out.putLong(optimizer.steps()).putInt(optimizer.numbers().length);
        for (double number : optimizer.numbers()) {
            out.putDouble(number);
        }
        put(out, parameters);
        out.putInt(optimizer.matrices().size());
        optimizer.matrices().forEach(matrix -> put(out, matrix));
        out.put((byte) (best == null ? 0 : 1));
        if (best != null) {
            out.putDouble(best.cost()).putInt(best.epoch()).putInt(best.epochsSince());
            put(out, best.parameters());
        }
        out.putInt(checksum(out.array(), out.position()));
        return out.array();
    }

    private static long sized(byte[] array) {
        return Integer.BYTES + (array == null ? 0L : array.length);
    }

    private static void put(ByteBuffer out, byte[] array) {
        if (array == null) {
            out.putInt(ABSENT);
        } else {
            out.putInt(array.length).put(array);
        }
    }

    private static int checksum(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /**
     * The reverse of {@link #encode()}.
     *
     * @throws CorruptStateException if these are not exactly the bytes of a state
     */
    public static TrainingState decode(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int length = bytes.length - Integer.BYTES;
        if (length < 2 * Integer.BYTES || in.getInt() != MAGIC) {
            throw new CorruptStateException("these " + bytes.length + " bytes are no training state");
        }
        int version = in.getInt();
        if (in.getInt(length) != checksum(bytes, length)) {
            throw new CorruptStateException("the checksum of these " + bytes.length + " bytes does not hold");
        }
        if (version != VERSION) {
            throw new CorruptStateException("the version must be " + VERSION + ", but is " + version);
        }
        try {
            return read(in.limit(length));
        } catch (BufferUnderflowException | IllegalArgumentException | NegativeArraySizeException damage) {
            throw new CorruptStateException("the parts do not fit " + length + " bytes: " + damage);
        }
    }

    private static TrainingState read(ByteBuffer in) {
        int epoch = in.getInt();
        double cost = in.getDouble();
        double seconds = in.getDouble();
        var name = new String(array(in), StandardCharsets.UTF_8);
        long steps = in.getLong();
        var numbers = new double[in.getInt()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.getDouble();
        }
        var parameters = array(in);
        int count = in.getInt();
        List<byte[]> matrices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            matrices.add(array(in));
        }
        BestEpoch.State best = in.get() == 0 ? null
                : new BestEpoch.State(in.getDouble(), in.getInt(), in.getInt(), array(in));
        if (in.hasRemaining()) {
            throw new IllegalArgumentException(in.remaining() + " bytes are left");
        }
        return new TrainingState(
                epoch, cost, seconds, new Optimizer.State(name, steps, numbers, matrices), parameters, best);
    }

    /** Null if it was. */
    private static byte[] array(ByteBuffer in) {
        int length = in.getInt();
        if (length == ABSENT) {
            return null;
        }
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        var array = new byte[length];
        in.get(array);
        return array;
    }
}
