package dev.chainrule.network;

import static dev.chainrule.network.StatefulRuns.NADAM;
import static dev.chainrule.network.StatefulRuns.SGD;
import static dev.chainrule.network.StatefulRuns.chunks;
import static dev.chainrule.network.StatefulRuns.decoded;
import static dev.chainrule.network.StatefulRuns.encoded;
import static dev.chainrule.network.StatefulRuns.joined;
import static dev.chainrule.network.StatefulRuns.plan;
import static dev.chainrule.network.StatefulRuns.summary;
import static dev.chainrule.network.TrainingPlans.withEarlyStopping;
import static dev.chainrule.network.TrainingPlans.withSchedule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.EarlyStopping.Monitor;
import dev.chainrule.network.StatefulRuns.Kind;
import dev.chainrule.network.StatefulRuns.Setup;
import dev.chainrule.network.StatefulRuns.StateKeeper;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** The bytes of a training state: written, read, and refused if they are damaged. */
class TrainingStateTest {
    @Test
    void stateDoesNotChangeWhileTheRunContinues() {
        var setup = new Setup(Precision.FLOAT64, Kind.STOPPED_EARLY, Kind.STOPPED_EARLY.plan(plan(NADAM)));
        var taken = new ArrayList<TrainingState>();
        var listener = new StateKeeper() {
            @Override
            public void epochCompleted(EpochRecord record, Supplier<TrainingState> state) {
                super.epochCompleted(record, state);
                taken.add(state.get());
            }
        };

        setup.training(setup.network(), listener).run();

        assertThat(taken).hasSameSizeAs(listener.states);
        for (int epoch = 0; epoch < taken.size(); epoch++) {
            var state = taken.get(epoch);
            assertThat(state.epoch()).isEqualTo(epoch);
            assertThat(encoded(state)).isEqualTo(listener.states.get(epoch));
        }
    }

    @Test
    void readingAndWritingGivesTheSameBytesWhateverTheChunks() {
        for (var bytes : smallStates()) {
            for (int length = 1; length <= bytes.length + 1; length++) {
                int most = length;
                var chunks = chunks(decoded(bytes, length), length);

                assertThat(joined(chunks)).as("chunks of %d bytes", length).isEqualTo(bytes);
                assertThat(chunks.subList(0, chunks.size() - 1)).as("all but the last are full")
                        .allMatch(chunk -> chunk.length == most);
            }
        }
    }

    @Test
    void emptyChunksAreSkipped() {
        for (var bytes : smallStates()) {
            var chunks = List.of(new byte[0], bytes, new byte[0]);

            assertThat(encoded(TrainingState.read(bytes.length, chunks.iterator()))).isEqualTo(bytes);
        }
    }

    /** Early stopping that restores parameters resumes only from a state that has them. */
    @Test
    void summaryHasTheValuesOfTheState() {
        var plan = withEarlyStopping(plan(SGD), new EarlyStopping(Monitor.COST, 1, 1e9, true));
        var bytes = new Setup(Precision.FLOAT64, Kind.PLAIN, plan).run().states().getLast();
        var state = decoded(bytes);
        var summary = summary(bytes);

        assertThat(summary.epoch()).isEqualTo(state.epoch());
        assertThat(summary.cost()).isEqualTo(state.cost());
        assertThat(summary.seconds()).isEqualTo(state.nanoseconds() / 1e9);
        assertThat(summary.reached(plan)).containsExactly(StateSummary.Limit.PATIENCE);
        assertThat(summary.reached(plan(SGD))).isEmpty();
    }

    @Test
    void lengthThatDiffersFromTheChunksIsCorrupt() {
        for (var bytes : smallStates()) {
            for (long length : new long[] {0, 11, bytes.length - 1, bytes.length + 1, Long.MAX_VALUE}) {
                assertThatExceptionOfType(CorruptStateException.class)
                        .as("length %d", length)
                        .isThrownBy(() -> TrainingState.read(length, List.of(bytes).iterator()));
            }
        }
    }

    /** What is read is no more than what is there: a count is believed only as far as the length goes. */
    @Test
    void hugeCountInDamagedBytesAllocatesNothing() {
        var bytes = smallStates().getFirst();
        int count = 4 * Integer.BYTES + Double.BYTES + Long.BYTES + Integer.BYTES + Precision.FLOAT64.name().length();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(count, Integer.MAX_VALUE);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        assertCorrupt(withChecksum(bytes), "2^31 - 1 parameters");

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
    }

    /** States are kept: a change of the form needs a new version. */
    @Test
    void bytesHaveTheDocumentedFormat() {
        var p = Matrix.of(Precision.FLOAT32, new double[][] {{1, -2}});
        var m = Matrix.of(Precision.FLOAT32, new double[][] {{0.5, 0}});
        var state = new TrainingState(
                3,
                0.25,
                7,
                p,
                new Optimizer.OptimizerState("Nadam", 12, new double[] {2}, List.of(m, p)),
                new LearningRates.PlateauState(Monitor.COST, 0.5, 4, 1),
                new BestEpoch.BestEpochState(Monitor.COST, 0.125, 2, 1, m));

        var bytes = encoded(state);

        String two = "0000000000000040";
        String cost = "04000000" + "434f5354";
        String ofP = "0000803f" + "000000c0";
        String ofM = "0000003f" + "00000000";
        assertThat(HexFormat.of().formatHex(bytes, 0, bytes.length - Integer.BYTES)).isEqualTo(String.join(
                "",
                "43525453", "01000000", "01000000",
                "03000000", "000000000000d03f", "0700000000000000",
                "07000000", "464c4f41543332", "02000000", ofP,
                "05000000", "4e6164616d", "0c00000000000000", "01000000", two, "02000000", ofM, ofP,
                "01", cost, "000000000000e03f", "04000000", "01000000",
                "01", cost, "000000000000c03f", "02000000", "01000000", "01", ofM));
    }

    @Test
    void everyChangedByteIsDetected() {
        for (var bytes : smallStates()) {
            for (int i = 0; i < bytes.length; i++) {
                for (int bit = 0; bit < Byte.SIZE; bit++) {
                    var changed = bytes.clone();
                    changed[i] ^= (byte) (1 << bit);
                    assertCorrupt(changed, "bit " + bit + " of byte " + i);
                    assertThatExceptionOfType(CorruptStateException.class)
                            .as("bit %d of byte %d, byte by byte", bit, i)
                            .isThrownBy(() -> decoded(changed, 1));
                }
            }
        }
    }

    @Test
    void everyMissingOrSuperfluousByteIsDetected() {
        for (var bytes : smallStates()) {
            for (int length = 0; length < bytes.length; length++) {
                assertCorrupt(Arrays.copyOf(bytes, length), "the first " + length + " bytes");
                assertCorrupt(Arrays.copyOfRange(bytes, bytes.length - length, bytes.length), "the last " + length);
            }
            assertCorrupt(Arrays.copyOf(bytes, bytes.length + 1), "a byte more");
            assertCorrupt(Arrays.copyOf(bytes, 2 * bytes.length), "twice the length");
        }
        assertCorrupt(new byte[1000], "zeros");
    }

    /** As a file might be that was made with care: only what the parts say contradicts them. */
    @Test
    void inconsistentPartsAreDetectedDespiteARightChecksum() {
        for (var bytes : smallStates()) {
            for (int i = 0; i + Integer.BYTES < bytes.length - Integer.BYTES; i++) {
                for (byte value : new byte[] {0, 1, 0x7f, -1}) {
                    var changed = bytes.clone();
                    Arrays.fill(changed, i, i + Integer.BYTES, value);
                    var thrown = catchThrowable(() -> decoded(withChecksum(changed)));
                    if (thrown != null) {
                        assertThat(thrown).isExactlyInstanceOf(
                                hasOtherVersions(bytes, changed)
                                        ? UnknownVersionException.class
                                        : CorruptStateException.class);
                    }
                }
            }
            assertCorrupt(withChecksum(Arrays.copyOf(bytes, bytes.length + 1)), "a byte more");
        }
    }

    /** And the magic number before them is the same. */
    private static boolean hasOtherVersions(byte[] bytes, byte[] changed) {
        int versions = Integer.BYTES;
        int end = 3 * Integer.BYTES;
        return Arrays.equals(bytes, 0, versions, changed, 0, versions)
                && !Arrays.equals(bytes, versions, end, changed, versions, end);
    }

    @Test
    void unknownVersionIsReportedWithTheKnownOne() {
        var bytes = smallStates().getFirst();
        bytes[4] = 77;

        assertThatExceptionOfType(UnknownVersionException.class)
                .isThrownBy(() -> decoded(withChecksum(bytes)))
                .withMessageContainingAll("version must be 1", "is 77");
    }

    @Test
    void otherNumericsAreNamed() {
        var bytes = smallStates().getFirst();
        bytes[8] = 77;

        assertThatExceptionOfType(UnknownVersionException.class)
                .isThrownBy(() -> decoded(withChecksum(bytes)))
                .withMessageContainingAll("numerics must be 1", "is 77");
    }

    private static void assertCorrupt(byte[] bytes, String what) {
        assertThatExceptionOfType(CorruptStateException.class)
                .as(what)
                .isThrownBy(() -> decoded(bytes));
        assertThatExceptionOfType(CorruptStateException.class)
                .as(what)
                .isThrownBy(() -> summary(bytes));
    }

    private static byte[] withChecksum(byte[] bytes) {
        var checksum = new CRC32C();
        checksum.update(bytes, 0, bytes.length - Integer.BYTES);
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[bytes.length - Integer.BYTES + i] = (byte) (checksum.getValue() >>> (Byte.SIZE * i));
        }
        return bytes;
    }

    /** With everything that a state can have, and with nothing that it can lack. */
    private static List<byte[]> smallStates() {
        var plateau = new LearningRateSchedule.Plateau(Monitor.COST, 0.5, 1, 0, 0, 0);
        var full = new Setup(
                Precision.FLOAT64, Kind.STOPPED_EARLY, withSchedule(Kind.STOPPED_EARLY.plan(plan(NADAM)), plateau), 1);
        var bare = new Setup(Precision.FLOAT32, Kind.PLAIN, plan(SGD), 1);
        return List.of(full.run().states().get(2), bare.run().states().get(2));
    }

}
