package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * All that a run needs to go on after an epoch as if it had never stopped. It never changes, so that another thread may
 * encode it. Random numbers are not among it: they follow from the plan's seed and the epoch.
 *
 * <p>In bytes, little-endian:
 *
 * <pre>
 * "CRTS"  version:int32
 * epoch:int32  cost:float64  nanoseconds:int64
 * precision:text  count:int32                               of the parameters
 * parameters:count numbers                                  as Network.parameters()
 * kind:text  steps:int64                                    of the optimiser
 * count:int32  numbers:float64 each  count:int32  matrices:as the parameters each
 * present:int8  monitor:text  cost:float64  epochsSince:int32  reductions:int32
 *                                                           of a plateau's learning rate, if present
 * present:int8  monitor:text  cost:float64  epoch:int32  epochsSince:int32  present:int8  parameters
 *                                                           of early stopping and of the parameters it keeps, if present
 * CRC-32C of all that:int32
 * </pre>
 *
 * <p>A text is its length in bytes as int32, then UTF-8.
 */
public final class TrainingState {
    private static final int MAGIC = ByteBuffer.wrap("CRTS".getBytes(StandardCharsets.US_ASCII))
            .order(ByteOrder.LITTLE_ENDIAN)
            .getInt();
    private static final int VERSION = 1;
    private static final double NANOSECONDS_PER_SECOND = 1e9;
    private static final int CHECKSUM_BYTES = Integer.BYTES;
    /** Some virtual machines hold a little under the largest int. */
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private final int epoch;
    private final double cost;
    private final long nanoseconds;
    private final Matrix parameters;
    private final Optimizer.State optimizer;
    private final LearningRates.State learningRates;
    private final BestEpoch.State best;

    /**
     * @param epoch the last completed
     * @param cost of that epoch
     * @param nanoseconds that the run had taken at the end of that epoch
     * @param learningRates null if they follow from the epoch
     * @param best null without early stopping
     */
    TrainingState(
            int epoch,
            double cost,
            long nanoseconds,
            Matrix parameters,
            Optimizer.State optimizer,
            LearningRates.State learningRates,
            BestEpoch.State best) {
        this.epoch = epoch;
        this.cost = cost;
        this.nanoseconds = nanoseconds;
        this.parameters = parameters;
        this.optimizer = optimizer;
        this.learningRates = learningRates;
        this.best = best;
    }

    /** The last that is completed; 0: the untrained network was measured. */
    public int epoch() {
        return epoch;
    }

    /** Of that epoch. */
    public double cost() {
        return cost;
    }

    long nanoseconds() {
        return nanoseconds;
    }

    Matrix parameters() {
        return parameters;
    }

    Optimizer.State optimizer() {
        return optimizer;
    }

    /** Null if they follow from the epoch. */
    LearningRates.State learningRates() {
        return learningRates;
    }

    /** Null without early stopping. */
    BestEpoch.State best() {
        return best;
    }

    /** How long the run had taken at the end of that epoch. */
    public double seconds() {
        return nanoseconds / NANOSECONDS_PER_SECOND;
    }

    /** What may end a run. */
    public enum Limit {
        EPOCHS, STOP_AT_COST, PATIENCE, MAX_SECONDS
    }

    /** What would end a run by this plan that goes on from here, before it trained an epoch. */
    public Set<Limit> reached(TrainingPlan plan) {
        var reached = EnumSet.noneOf(Limit.class);
        if (epoch >= plan.epochs()) {
            reached.add(Limit.EPOCHS);
        }
        if (epoch > 0 && cost <= plan.stopAtCost()) {
            reached.add(Limit.STOP_AT_COST);
        }
        if (epoch > 0 && best != null && plan.earlyStopping() != null
                && BestEpoch.patienceIsOver(best, plan.earlyStopping())) {
            reached.add(Limit.PATIENCE);
        }
        if (epoch > 0 && plan.maxSeconds() != TrainingPlan.NO_TIME_LIMIT && seconds() >= plan.maxSeconds()) {
            reached.add(Limit.MAX_SECONDS);
        }
        return reached;
    }

    /** How many bytes {@link #encode()} would give; more than an array can hold if the network is very large. */
    public long encodedBytes() {
        long matrix = (long) parameters.size() * parameters.precision().bytes();
        long bytes = 3 * Integer.BYTES + Double.BYTES + Long.BYTES;
        bytes += textBytes(parameters.precision().name()) + Integer.BYTES + matrix;
        bytes += textBytes(optimizer.kind()) + Long.BYTES;
        bytes += Integer.BYTES + (long) optimizer.numbers().length * Double.BYTES;
        bytes += Integer.BYTES + optimizer.matrices().size() * matrix;
        bytes += Byte.BYTES;
        if (learningRates != null) {
            bytes += textBytes(learningRates.monitor().name()) + Double.BYTES + 2 * Integer.BYTES;
        }
        bytes += Byte.BYTES;
        if (best != null) {
            bytes += textBytes(best.monitor().name()) + Double.BYTES + 2 * Integer.BYTES + Byte.BYTES
                    + (best.kept() == null ? 0 : matrix);
        }
        return bytes + CHECKSUM_BYTES;
    }

    private static long textBytes(String text) {
        return (long) Integer.BYTES + text.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * The state in bytes.
     *
     * @throws IllegalStateException if they are more than an array can hold
     */
    public byte[] encode() {
        long bytes = encodedBytes();
        if (bytes > MAX_BYTES) {
            throw new IllegalStateException(
                    "the state must take at most " + MAX_BYTES + " bytes, but takes " + bytes);
        }
        var out = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putInt(VERSION);
        out.putInt(epoch).putDouble(cost).putLong(nanoseconds);
        putText(out, parameters.precision().name());
        out.putInt(parameters.size());
        parameters.writeLittleEndian(out);
        write(out, optimizer);
        write(out, learningRates);
        write(out, best);
        return out.putInt(checksum(out.array())).array();
    }

    private static void write(ByteBuffer out, Optimizer.State optimizer) {
        putText(out, optimizer.kind());
        out.putLong(optimizer.steps()).putInt(optimizer.numbers().length);
        for (double number : optimizer.numbers()) {
            out.putDouble(number);
        }
        out.putInt(optimizer.matrices().size());
        optimizer.matrices().forEach(matrix -> matrix.writeLittleEndian(out));
    }

    private static void write(ByteBuffer out, LearningRates.State rates) {
        putPresence(out, rates);
        if (rates != null) {
            putText(out, rates.monitor().name());
            out.putDouble(rates.cost()).putInt(rates.epochsSince()).putInt(rates.reductions());
        }
    }

    private static void write(ByteBuffer out, BestEpoch.State best) {
        putPresence(out, best);
        if (best != null) {
            putText(out, best.monitor().name());
            out.putDouble(best.cost()).putInt(best.epoch()).putInt(best.epochsSince());
            putPresence(out, best.kept());
            if (best.kept() != null) {
                best.kept().writeLittleEndian(out);
            }
        }
    }

    private static void putText(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putInt(bytes.length).put(bytes);
    }

    private static void putPresence(ByteBuffer out, Object value) {
        out.put((byte) (value == null ? 0 : 1));
    }

    /** Of all bytes before the place of the checksum. */
    private static int checksum(byte[] bytes) {
        var checksum = new CRC32C();
        checksum.update(bytes, 0, bytes.length - CHECKSUM_BYTES);
        return (int) checksum.getValue();
    }

    /**
     * The reverse of {@link #encode()}.
     *
     * @throws CorruptStateException if the bytes are not exactly those of a state
     * @throws UnknownVersionException if they are whole, but of another version
     */
    public static TrainingState decode(byte[] bytes) {
        int end = bytes.length - CHECKSUM_BYTES;
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (end < 2 * Integer.BYTES || in.getInt() != MAGIC) {
            throw new CorruptStateException("no training state begins like these " + bytes.length + " bytes");
        }
        int expected = in.getInt(end);
        int actual = checksum(bytes);
        if (actual != expected) {
            throw new CorruptStateException("the checksum of these " + bytes.length + " bytes must be "
                    + Integer.toHexString(expected) + ", but is " + Integer.toHexString(actual));
        }
        int version = in.getInt();
        if (version != VERSION) {
            throw new UnknownVersionException("the version must be " + VERSION + ", but is " + version);
        }
        try {
            return read(in.limit(end));
        } catch (BufferUnderflowException | IllegalArgumentException fault) {
            throw new CorruptStateException("these " + bytes.length + " bytes are no training state: " + fault, fault);
        }
    }

    private static TrainingState read(ByteBuffer in) {
        int epoch = in.getInt();
        double cost = in.getDouble();
        long nanoseconds = in.getLong();
        var precision = Precision.valueOf(text(in));
        int count = count(in, precision.bytes());
        var parameters = matrix(in, precision, count);
        var optimizer = new Optimizer.State(
                text(in), in.getLong(), numbers(in), matrices(in, precision, count));
        var learningRates = isPresent(in)
                ? new LearningRates.State(
                        EarlyStopping.Monitor.valueOf(text(in)), in.getDouble(), in.getInt(), in.getInt())
                : null;
        var best = isPresent(in) ? best(in, precision, count) : null;
        if (in.hasRemaining()) {
            throw new IllegalArgumentException(in.remaining() + " bytes are left");
        }
        return new TrainingState(epoch, cost, nanoseconds, parameters, optimizer, learningRates, best);
    }

    private static BestEpoch.State best(ByteBuffer in, Precision precision, int parameters) {
        return new BestEpoch.State(
                EarlyStopping.Monitor.valueOf(text(in)),
                in.getDouble(),
                in.getInt(),
                in.getInt(),
                isPresent(in) ? matrix(in, precision, parameters) : null);
    }

    private static double[] numbers(ByteBuffer in) {
        var numbers = new double[count(in, Double.BYTES)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.getDouble();
        }
        return numbers;
    }

    private static List<Matrix> matrices(ByteBuffer in, Precision precision, int parameters) {
        int count = count(in, parameters * precision.bytes());
        var matrices = new ArrayList<Matrix>(count);
        for (int i = 0; i < count; i++) {
            matrices.add(matrix(in, precision, parameters));
        }
        return List.copyOf(matrices);
    }

    private static Matrix matrix(ByteBuffer in, Precision precision, int parameters) {
        var matrix = Matrix.zeros(precision, 1, parameters);
        matrix.readLittleEndian(in);
        return matrix;
    }

    private static String text(ByteBuffer in) {
        var bytes = new byte[count(in, Byte.BYTES)];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static boolean isPresent(ByteBuffer in) {
        return in.get() != 0;
    }

    /** How many things of that many bytes follow; no more than there are bytes for, so that no array is too long. */
    private static int count(ByteBuffer in, int bytesEach) {
        int count = in.getInt();
        if (count < 0 || (long) count * Math.max(1, bytesEach) > in.remaining()) {
            throw new BufferUnderflowException();
        }
        return count;
    }
}
