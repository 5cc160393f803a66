package dev.chainrule.network;

import dev.chainrule.matrix.LittleEndianWriter;
import dev.chainrule.matrix.Matrix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a run needs to resume after an epoch as if it had never stopped. It never changes, so that another thread may write it.
 * It has no state of random numbers: they follow from the plan's seed and the epoch.
 *
 * <p>As bytes, little-endian:
 *
 * <pre>
 * "CRTS"  version:int32  numerics:int32
 * epoch:int32  cost:float64  nanoseconds:int64
 * precision:text  count:int32                               of the parameters
 * parameters:count numbers                                  as Network.parameterBytes()
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
    static final int MAGIC = ByteBuffer.wrap("CRTS".getBytes(StandardCharsets.US_ASCII))
            .order(ByteOrder.LITTLE_ENDIAN)
            .getInt();
    /** Of these bytes. */
    static final int VERSION = 1;

    /**
     * The version of what training computes. It is increased with every change after which the same job has other bits: a run that resumed
     * from an older state would end with the bits of neither.
     */
    static final int NUMERICS = 1;

    private final int epoch;
    private final double cost;
    private final long nanoseconds;
    private final Matrix parameters;
    private final Optimizer.OptimizerState optimizer;
    private final LearningRates.@Nullable PlateauState learningRates;
    private final BestEpoch.@Nullable BestEpochState best;

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
            Optimizer.OptimizerState optimizer,
            LearningRates.@Nullable PlateauState learningRates,
            BestEpoch.@Nullable BestEpochState best) {
        this.epoch = epoch;
        this.cost = cost;
        this.nanoseconds = nanoseconds;
        this.parameters = parameters;
        this.optimizer = optimizer;
        this.learningRates = learningRates;
        this.best = best;
    }

    /** The last completed epoch; 0: only the untrained network was measured. */
    public int epoch() {
        return epoch;
    }

    /** The cost of that epoch. */
    double cost() {
        return cost;
    }

    long nanoseconds() {
        return nanoseconds;
    }

    Matrix parameters() {
        return parameters;
    }

    Optimizer.OptimizerState optimizer() {
        return optimizer;
    }

    /** Null if they follow from the epoch. */
    LearningRates.@Nullable PlateauState learningRates() {
        return learningRates;
    }

    /** Null without early stopping. */
    BestEpoch.@Nullable BestEpochState best() {
        return best;
    }

    /**
     * Writes the state as bytes, chunk by chunk.
     *
     * @param chunkBytes the length of every chunk but the last
     * @param receiver takes the chunks in their order and may keep them
     */
    public void write(int chunkBytes, Consumer<byte[]> receiver) {
        var out = new LittleEndianWriter(chunkBytes, receiver);
        out.put(MAGIC).put(VERSION).put(NUMERICS);
        out.put(epoch).put(cost).put(nanoseconds);
        putText(out, parameters.precision().name());
        out.put(parameters.size());
        out.put(parameters);
        write(out, optimizer);
        write(out, learningRates);
        write(out, best);
        out.put(out.checksum()).close();
    }

    private static void write(LittleEndianWriter out, Optimizer.OptimizerState optimizer) {
        putText(out, optimizer.kind());
        out.put(optimizer.steps()).put(optimizer.numbers().length);
        for (double number : optimizer.numbers()) {
            out.put(number);
        }
        out.put(optimizer.matrices().size());
        optimizer.matrices().forEach(out::put);
    }

    private static void write(LittleEndianWriter out, LearningRates.@Nullable PlateauState rates) {
        putPresence(out, rates);
        if (rates != null) {
            putText(out, rates.monitor().name());
            out.put(rates.cost()).put(rates.epochsSince()).put(rates.reductions());
        }
    }

    private static void write(LittleEndianWriter out, BestEpoch.@Nullable BestEpochState best) {
        putPresence(out, best);
        if (best != null) {
            putText(out, best.monitor().name());
            out.put(best.cost()).put(best.epoch()).put(best.epochsSince());
            var kept = best.kept();
            putPresence(out, kept);
            if (kept != null) {
                out.put(kept);
            }
        }
    }

    private static void putText(LittleEndianWriter out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.put(bytes.length).put(bytes);
    }

    private static void putPresence(LittleEndianWriter out, @Nullable Object value) {
        out.put((byte) (value == null ? 0 : 1));
    }

    /**
     * Reads what {@link #write} wrote. It allocates no more than {@code length} bytes for numbers, whatever the bytes contain.
     *
     * @param length of all chunks together
     * @param chunks in their order, of any lengths
     * @throws CorruptStateException if the bytes are not exactly those of a state
     * @throws UnknownVersionException if they are complete, but of another version, or of other numerics
     */
    public static TrainingState read(long length, Iterator<byte[]> chunks) {
        return new StateReader(length, chunks, false).read();
    }
}
