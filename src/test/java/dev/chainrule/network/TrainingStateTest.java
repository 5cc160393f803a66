package dev.chainrule.network;

import static dev.chainrule.network.TrainingPlans.withClipNorm;
import static dev.chainrule.network.TrainingPlans.withEarlyStopping;
import static dev.chainrule.network.TrainingPlans.withSchedule;
import static dev.chainrule.network.TrainingPlans.withShuffle;
import static dev.chainrule.network.TrainingPlans.withStopAtCost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.EarlyStopping.Monitor;
import dev.chainrule.network.RandomStream.Purpose;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that resumes from a state is the run that never stopped, to the bit. */
class TrainingStateTest {
    private static final int ROWS = 30;
    private static final int INPUTS = 5;
    private static final int CLASSES = 3;
    private static final int EPOCHS = 6;
    /** Every number lies across two chunks somewhere. */
    private static final int CHUNK = 7;
    private static final OptimizerDefinition SGD = new OptimizerDefinition.Sgd(0.1);
    private static final OptimizerDefinition NADAM = new OptimizerDefinition.Nadam(0.01, 0.9, 0.999, 1e-8, 0.004);

    static List<OptimizerDefinition> optimizers() {
        return List.of(
                SGD,
                new OptimizerDefinition.Momentum(0.1, 0.9),
                new OptimizerDefinition.Nesterov(0.1, 0.9),
                new OptimizerDefinition.Adagrad(0.1, 1e-10),
                new OptimizerDefinition.Adadelta(1, 0.9, 1e-6),
                new OptimizerDefinition.Rmsprop(0.01, 0.9, 1e-8),
                new OptimizerDefinition.Adam(0.01, 0.9, 0.999, 1e-8),
                new OptimizerDefinition.Amsgrad(0.01, 0.9, 0.999, 1e-8),
                new OptimizerDefinition.Adamw(0.01, 0.9, 0.999, 1e-8, 0.1),
                new OptimizerDefinition.Adamax(0.01, 0.9, 0.999, 1e-8),
                NADAM);
    }

    /** What a run is made of beside its optimiser and its precision. */
    enum Kind {
        PLAIN {
            @Override
            TrainingPlan plan(TrainingPlan plan) {
                return withShuffle(plan, false);
            }
        },
        /** Shuffled batches with a ragged last one, dropout, penalties, clipping. */
        REGULARISED {
            @Override
            TrainingPlan plan(TrainingPlan plan) {
                return withClipNorm(plan, 0.5);
            }

            @Override
            LayerDefinition hidden(int units) {
                return new LayerDefinition(units, Activation.GELU, true, 0.3, 1e-3, 1e-2, null, null);
            }
        },
        /** Its patience is over soon or never, as the optimiser has it; both are seen. */
        STOPPED_EARLY {
            @Override
            TrainingPlan plan(TrainingPlan plan) {
                return withEarlyStopping(plan, new EarlyStopping(Monitor.VALIDATION_COST, 2, 0.02, true));
            }

            @Override
            boolean validates() {
                return true;
            }
        },
        VALIDATED {
            @Override
            boolean validates() {
                return true;
            }
        };

        TrainingPlan plan(TrainingPlan plan) {
            return plan;
        }

        LayerDefinition hidden(int units) {
            return LayerDefinition.of(units, Activation.TANH);
        }

        boolean validates() {
            return false;
        }
    }

    static Stream<Arguments> optimizersPrecisionsAndKinds() {
        return optimizers().stream()
                .flatMap(optimizer -> Arrays.stream(Precision.values())
                        .flatMap(precision -> Arrays.stream(Kind.values())
                                .map(kind -> Arguments.of(optimizer, precision, kind))));
    }

    @ParameterizedTest
    @MethodSource("optimizersPrecisionsAndKinds")
    void runResumedAfterAnyEpochEqualsTheUninterruptedRun(
            OptimizerDefinition optimizer, Precision precision, Kind kind) {
        var setup = new Setup(precision, kind, kind.plan(plan(optimizer)));

        assertResumesAfterAnyEpoch(setup, setup.run());
    }

    private static void assertResumesAfterAnyEpoch(Setup setup, Run whole) {
        assertThat(whole.states).hasSameSizeAs(whole.records);
        for (int epoch = 0; epoch < whole.states.size(); epoch++) {
            var resumed = setup.resume(decoded(whole.states.get(epoch)));

            assertThat(resumed.withoutTime()).as("after epoch %d", epoch).isEqualTo(whole.withoutTimeAfter(epoch));
            assertThat(resumed.parameters).as("after epoch %d", epoch).isEqualTo(whole.parameters);
            assertThat(resumed.outcome).as("after epoch %d", epoch).isEqualTo(whole.outcome);
        }
    }

    static Stream<Arguments> schedulesAndOptimizers() {
        var adamw = new OptimizerDefinition.Adamw(0.01, 0.9, 0.999, 1e-8, 0.1);
        return Stream.of(
                new LearningRateSchedule.Constant(3),
                new LearningRateSchedule.Step(0.3, 2, 1),
                new LearningRateSchedule.Exponential(0.7, 2),
                new LearningRateSchedule.Cosine(1e-3, LearningRateSchedule.Cosine.TO_THE_END, 2),
                new LearningRateSchedule.Cosine(0, 2, 1),
                new LearningRateSchedule.Plateau(Monitor.COST, 0.5, 1, 1e9, 0, 0),
                new LearningRateSchedule.Plateau(Monitor.VALIDATION_COST, 0.5, 2, 1e9, 1e-3, 1))
                .flatMap(schedule -> Stream.of(SGD, adamw, NADAM).map(optimizer -> Arguments.of(schedule, optimizer)));
    }

    @ParameterizedTest
    @MethodSource("schedulesAndOptimizers")
    void resumedRunWithAScheduleEqualsTheUninterruptedRun(
            LearningRateSchedule schedule, OptimizerDefinition optimizer) {
        var setup = new Setup(Precision.FLOAT32, Kind.VALIDATED, withSchedule(plan(optimizer), schedule));
        var whole = setup.run();
        assertThat(whole.records.stream().skip(1).map(EpochRecord::learningRate).distinct()).hasSizeGreaterThan(1);

        assertResumesAfterAnyEpoch(setup, whole);
    }

    /** Of a network that is trained block by block, where parameters move on the way back. */
    @ParameterizedTest
    @MethodSource("optimizers")
    void resumedRunOfALargerNetworkEqualsTheUninterruptedRun(OptimizerDefinition optimizer) {
        var setup = new Setup(Precision.FLOAT32, Kind.REGULARISED, plan(optimizer), 150);
        var whole = setup.run();

        var resumed = setup.resume(decoded(whole.states.get(2)));

        assertThat(resumed.withoutTime()).isEqualTo(whole.withoutTimeAfter(2));
        assertThat(resumed.parameters).isEqualTo(whole.parameters);
    }

    @Test
    void testRunsEndCompletedAndEarlyStopped() {
        var ends = optimizersPrecisionsAndKinds()
                .map(Arguments::get)
                .map(a -> new Setup((Precision) a[1], (Kind) a[2],
                        ((Kind) a[2]).plan(plan((OptimizerDefinition) a[0]))))
                .map(setup -> setup.run().outcome.getClass().getSimpleName())
                .toList();

        assertThat(ends).contains("Completed", "EarlyStopped");
    }

    @ParameterizedTest
    @EnumSource
    void everyStateOfAResumedRunIsThatOfTheWholeRun(Precision precision) {
        var setup = new Setup(precision, Kind.STOPPED_EARLY, Kind.STOPPED_EARLY.plan(plan(NADAM)));
        var whole = setup.run();

        var resumed = setup.resume(decoded(whole.states.get(1)));

        for (int i = 0; i < resumed.states.size(); i++) {
            assertThat(withoutTime(resumed.states.get(i))).isEqualTo(withoutTime(whole.states.get(2 + i)));
        }
    }

    @Test
    void longerRunResumesFromTheEndOfAShorterOne() {
        var longer = new Setup(Precision.FLOAT32, Kind.REGULARISED, plan(NADAM));
        var shorter = new Setup(Precision.FLOAT32, Kind.REGULARISED, plan(NADAM, EPOCHS / 2));

        var resumed = longer.resume(decoded(shorter.run().states.getLast()));

        assertThat(resumed.parameters).isEqualTo(longer.run().parameters);
    }

    @Test
    void stateAtEndIsThatOfTheLastEpochEvenIfTheBestIsRestored() {
        var setup = new Setup(Precision.FLOAT64, Kind.STOPPED_EARLY,
                withEarlyStopping(plan(NADAM), new EarlyStopping(Monitor.COST, 1, 1e9, true)));
        var network = setup.network();
        var listener = new StateKeeper();
        var training = setup.training(network, listener);

        assertThat(training.stateAtEnd()).as("before the run").isEmpty();
        assertThat(training.run()).isEqualTo(new Outcome.EarlyStopped(2, 1, 1));

        assertThat(encoded(training.stateAtEnd().orElseThrow())).isEqualTo(listener.states.getLast());
    }

    @Test
    void aRunThatIsCutShortHasNoStateAtItsEnd() {
        var setup = new Setup(Precision.FLOAT64, Kind.PLAIN, plan(SGD));
        var listener = new StateKeeper() {
            @Override
            public boolean stopRequested() {
                return states.size() == 3;
            }
        };
        var training = setup.training(setup.network(), listener);

        assertThat(training.run()).isEqualTo(new Outcome.Cancelled(2));

        assertThat(training.stateAtEnd()).isEmpty();
    }

    @Test
    void aResumedRunThatIsCancelledHasTheParametersOfItsLastCompletedEpoch() {
        var setup = new Setup(Precision.FLOAT64, Kind.PLAIN, plan(SGD));
        var whole = setup.run();
        var listener = new StateKeeper() {
            @Override
            public boolean stopRequested() {
                return true;
            }
        };
        var network = setup.network();

        var outcome = resumed(setup.training(network, listener), decoded(whole.states.get(3)));

        assertThat(outcome).isEqualTo(new Outcome.Cancelled(3));
        assertThat(network.parameterBytes()).isEqualTo(decoded(whole.states.get(3))
                .parameters().toLittleEndianBytes());
    }

    @Test
    void resumedRunWhoseStateReachedTheTargetTrainsNoEpoch() {
        var setup = new Setup(Precision.FLOAT64, Kind.PLAIN, plan(SGD));
        var whole = setup.run();
        double cost = whole.records.get(3).training().cost();

        var resumed = new Setup(Precision.FLOAT64, Kind.PLAIN, withStopAtCost(plan(SGD), cost))
                .resume(decoded(whole.states.get(3)));

        assertThat(resumed.outcome).isEqualTo(new Outcome.TargetReached(3, cost, 3));
        assertThat(resumed.records).isEmpty();
    }

    @Test
    void divergedResumedRunReportsTheCostOfItsState() {
        // An untrained network of a sensible cost, then a step to where a square overflows.
        var steep = withShuffle(plan(new OptimizerDefinition.Sgd(1e300)), false);
        var setup = new Setup(Precision.FLOAT64, Kind.PLAIN, steep);
        var whole = setup.run();

        var resumed = setup.resume(decoded(whole.states.getFirst()));

        assertThat(whole.outcome).isInstanceOf(Outcome.Diverged.class);
        assertThat(resumed.outcome).isEqualTo(whole.outcome);
    }

    @Test
    void secondsOfTheStateCountForTheTimeLimit() {
        // A second passes at every look at the clock: one at the start, one for every batch and every record, and one
        // for the evaluation of epoch 0. So the state of epoch 0 is two seconds old, and an epoch takes two.
        var plan = plan(SGD, 100, TrainingPlan.FULL).withMaxSeconds(8.5);
        var setup = new Setup(Precision.FLOAT64, Kind.PLAIN, plan);
        var listener = new StateKeeper();
        var whole = setup.training(setup.network(), listener, secondsPerLook()).run();

        var again = new StateKeeper();
        var resumed = resumed(
                setup.training(setup.network(), again, secondsPerLook()), decoded(listener.states.get(1)));

        assertThat(whole).isEqualTo(new Outcome.TimeLimit(3, 3));
        assertThat(resumed).isEqualTo(whole);
        assertThat(again.list).extracting(EpochRecord::seconds).containsExactly(2.0, 2.0);
        assertThat(again.states.getLast()).isEqualTo(listener.states.getLast());
    }

    @Test
    void exemptEpochsAreCompletedBeyondTheTimeLimit() {
        var plan = plan(SGD, 100, TrainingPlan.FULL).withMaxSeconds(8.5);
        var setup = new Setup(Precision.FLOAT64, Kind.PLAIN, plan);

        var again = setup.training(setup.network(), new StateKeeper(), secondsPerLook());
        again.exemptFromTimeLimit(20);

        assertThat(again.run()).isEqualTo(new Outcome.TimeLimit(20, 20));
    }

    @Test
    void timeThatTheListenerBlockedDoesNotCountForTheNextEpoch() {
        var plan = plan(SGD, 100, TrainingPlan.FULL).withMaxSeconds(30.5);
        var setup = new Setup(Precision.FLOAT64, Kind.PLAIN, plan);
        var seconds = new AtomicLong();
        var listener = new StateKeeper() {
            @Override
            public void epochCompleted(EpochRecord record, Supplier<TrainingState> state) {
                super.epochCompleted(record, state);
                if (record.epoch() == 1) {
                    seconds.addAndGet(20);
                }
            }

            @Override
            public long waited() {
                return list.getLast().epoch() == 1 ? 20_000_000_000L : 0;
            }
        };

        var outcome = setup.training(setup.network(), listener, () -> seconds.incrementAndGet() * 1_000_000_000L).run();

        assertThat(listener.list).extracting(EpochRecord::seconds).allMatch(taken -> taken <= 2);
        assertThat(outcome).as("the wait counts for the limit").isEqualTo(new Outcome.TimeLimit(4, 4));
    }

    @Test
    void summaryListsTheLimitsThatWouldEndAResumedRun() {
        var setup = new Setup(Precision.FLOAT64, Kind.PLAIN, plan(SGD, 4, TrainingPlan.FULL));
        var listener = new StateKeeper();
        setup.training(setup.network(), listener, secondsPerLook()).run();
        var state = summary(listener.states.getLast());

        assertThat(state.reached(plan(SGD, 4, TrainingPlan.FULL))).containsExactly(StateSummary.Limit.EPOCHS);
        var plan = plan(SGD, 5, TrainingPlan.FULL);
        assertThat(state.reached(plan)).isEmpty();
        assertThat(state.reached(withStopAtCost(plan, state.cost()))).containsExactly(StateSummary.Limit.STOP_AT_COST);
        assertThat(state.reached(withStopAtCost(plan, Math.nextDown(state.cost())))).isEmpty();
        assertThat(state.reached(plan.withMaxSeconds(state.seconds())))
                .containsExactly(StateSummary.Limit.MAX_SECONDS);
        assertThat(state.reached(plan.withMaxSeconds(Math.nextUp(state.seconds())))).isEmpty();
    }

    @Test
    void aStateThatDoesNotFitIsRejectedAndTheNetworkStaysAsItWas() {
        var setup = new Setup(Precision.FLOAT64, Kind.PLAIN, plan(SGD));

        assertRejected(setup, new Setup(Precision.FLOAT32, Kind.PLAIN, plan(SGD)), "39 parameters in FLOAT64",
                "FLOAT32");
        assertRejected(setup, new Setup(Precision.FLOAT64, Kind.PLAIN, plan(SGD), 5), "39 parameters", "has 48");
        assertRejected(setup, new Setup(Precision.FLOAT64, Kind.PLAIN, plan(NADAM)), "must be Sgd", "is Nadam");
        assertRejected(setup, new Setup(Precision.FLOAT64, Kind.PLAIN, plan(SGD, EPOCHS + 1)), "6 epochs", "epoch 7");
    }

    private static void assertRejected(Setup setup, Setup other, String expected, String actual) {
        var state = decoded(other.run().states.getLast());
        var network = setup.network();
        var before = network.parameterBytes();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> setup.training(network, new StateKeeper()).restore(state))
                .withMessageContainingAll(expected, actual);

        assertThat(network.parameterBytes()).isEqualTo(before);
    }

    @Test
    void earlyStoppingThatTheStateLacksBeginsWithTheNextEpoch() {
        var state = decoded(new Setup(Precision.FLOAT64, Kind.PLAIN, plan(SGD)).run().states.get(2));
        var stopping = new EarlyStopping(Monitor.COST, 1, 1e9, true);

        var resumed = new Setup(Precision.FLOAT64, Kind.PLAIN, withEarlyStopping(plan(SGD), stopping)).resume(state);

        assertThat(resumed.outcome).isEqualTo(new Outcome.EarlyStopped(4, 3, 3));
    }

    @Test
    void earlyStoppingByAnotherCostBeginsWithTheNextEpoch() {
        var before = withEarlyStopping(plan(SGD), new EarlyStopping(Monitor.COST, 9, 1e9, true));
        var state = decoded(new Setup(Precision.FLOAT64, Kind.VALIDATED, before).run().states.get(2));
        var stopping = new EarlyStopping(Monitor.VALIDATION_COST, 1, 1e9, true);

        var resumed =
                new Setup(Precision.FLOAT64, Kind.VALIDATED, withEarlyStopping(plan(SGD), stopping)).resume(state);

        assertThat(resumed.outcome).isEqualTo(new Outcome.EarlyStopped(4, 3, 3));
    }

    @Test
    void earlyStoppingWithoutKeptParametersBeginsWithTheNextEpoch() {
        var before = withEarlyStopping(plan(SGD), new EarlyStopping(Monitor.COST, 9, 1e9, false));
        var state = decoded(new Setup(Precision.FLOAT64, Kind.PLAIN, before).run().states.get(2));
        var stopping = new EarlyStopping(Monitor.COST, 1, 1e9, true);

        var resumed = new Setup(Precision.FLOAT64, Kind.PLAIN, withEarlyStopping(plan(SGD), stopping)).resume(state);

        assertThat(resumed.outcome).isEqualTo(new Outcome.EarlyStopped(4, 3, 3));
    }

    @Test
    void plateauThatTheStateLacksBeginsWithTheNextEpoch() {
        var byCost = new LearningRateSchedule.Plateau(Monitor.COST, 0.5, 1, 1e9, 0, 0);
        var byValidation = new LearningRateSchedule.Plateau(Monitor.VALIDATION_COST, 0.5, 1, 1e9, 0, 0);
        var states = List.of(
                new Setup(Precision.FLOAT64, Kind.VALIDATED, plan(SGD)).run().states.get(2),
                new Setup(Precision.FLOAT64, Kind.VALIDATED, withSchedule(plan(SGD), byCost)).run().states.get(2));

        for (var state : states) {
            var resumed = new Setup(Precision.FLOAT64, Kind.VALIDATED, withSchedule(plan(SGD), byValidation))
                    .resume(decoded(state));

            assertThat(resumed.records).extracting(EpochRecord::learningRate).containsExactly(0.1, 0.1, 0.05, 0.025);
        }
    }

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
        var bytes = new Setup(Precision.FLOAT64, Kind.PLAIN, plan).run().states.getLast();
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

    /** States are kept: whoever changes the form must change its version. */
    @Test
    void bytesHaveTheDocumentedFormat() {
        var p = Matrix.of(Precision.FLOAT32, new double[][] {{1, -2}});
        var m = Matrix.of(Precision.FLOAT32, new double[][] {{0.5, 0}});
        var state = new TrainingState(
                3,
                0.25,
                7,
                p,
                new Optimizer.State("Nadam", 12, new double[] {2}, List.of(m, p)),
                new LearningRates.State(Monitor.COST, 0.5, 4, 1),
                new BestEpoch.State(Monitor.COST, 0.125, 2, 1, m));

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

    private static Outcome resumed(Training training, TrainingState state) {
        training.restore(state);
        return training.run();
    }

    private static byte[] encoded(TrainingState state) {
        return joined(chunks(state, CHUNK));
    }

    private static List<byte[]> chunks(TrainingState state, int length) {
        var chunks = new ArrayList<byte[]>();
        state.write(length, chunks::add);
        return chunks;
    }

    private static byte[] joined(List<byte[]> chunks) {
        var bytes = new ByteArrayOutputStream();
        chunks.forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    private static TrainingState decoded(byte[] bytes) {
        return decoded(bytes, CHUNK);
    }

    private static TrainingState decoded(byte[] bytes, int chunkBytes) {
        return TrainingState.read(bytes.length, cut(bytes, chunkBytes));
    }

    private static StateSummary summary(byte[] bytes) {
        return StateSummary.read(bytes.length, cut(bytes, CHUNK));
    }

    private static Iterator<byte[]> cut(byte[] bytes, int chunkBytes) {
        return IntStream.iterate(0, from -> from < bytes.length, from -> from + chunkBytes)
                .mapToObj(from -> Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + chunkBytes)))
                .iterator();
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
        return List.of(full.run().states.get(2), bare.run().states.get(2));
    }

    private static String withoutTime(byte[] state) {
        var copy = state.clone();
        int nanoseconds = 2 * Integer.BYTES + Integer.BYTES + Double.BYTES;
        Arrays.fill(copy, nanoseconds, nanoseconds + Long.BYTES, (byte) 0);
        return HexFormat.of().formatHex(copy, 0, copy.length - Integer.BYTES);
    }

    private static TrainingPlan plan(OptimizerDefinition optimizer) {
        return plan(optimizer, EPOCHS);
    }

    private static TrainingPlan plan(OptimizerDefinition optimizer, int epochs) {
        return plan(optimizer, epochs, 8);
    }

    private static TrainingPlan plan(OptimizerDefinition optimizer, int epochs, int batchSize) {
        return TrainingPlan.of(epochs, batchSize, optimizer, 7, new Metric.Multiclass());
    }

    private static LongSupplier secondsPerLook() {
        var seconds = new long[1];
        return () -> 1_000_000_000L * seconds[0]++;
    }

    /** A run that can be repeated: every time with a network and a training of its own. */
    private record Setup(Precision precision, Kind kind, TrainingPlan plan, int units) {
        Setup(Precision precision, Kind kind, TrainingPlan plan) {
            this(precision, kind, plan, 4);
        }

        Network network() {
            return Network.initialize(
                    new NetworkDefinition(
                            precision, INPUTS,
                            List.of(kind.hidden(units), LayerDefinition.of(CLASSES, Activation.SOFTMAX)),
                            Loss.CATEGORICAL_CROSS_ENTROPY),
                    1);
        }

        Training training(Network network, TrainingListener listener) {
            return training(network, listener, System::nanoTime);
        }

        Training training(Network network, TrainingListener listener, LongSupplier clock) {
            var validation = kind.validates() ? samples(precision, 1) : null;
            return new Training(
                    network, samples(precision, 0), validation, plan, listener, Engine.operations(precision), clock);
        }

        Run run() {
            var network = network();
            var listener = new StateKeeper();
            var outcome = training(network, listener).run();
            return new Run(outcome, listener.list, listener.states, HexFormat.of().formatHex(network.parameterBytes()));
        }

        Run resume(TrainingState state) {
            var network = network();
            var listener = new StateKeeper();
            var training = training(network, listener);
            var outcome = resumed(training, state);
            assertThat(training.stateAtEnd().map(TrainingState::epoch))
                    .isEqualTo(outcome instanceof Outcome.Diverged ? Optional.empty()
                            : Optional.of(state.epoch() + listener.list.size()));
            return new Run(outcome, listener.list, listener.states, HexFormat.of().formatHex(network.parameterBytes()));
        }
    }

    private record Run(Outcome outcome, List<EpochRecord> records, List<byte[]> states, String parameters) {
        List<EpochRecord> withoutTime() {
            return records.stream()
                    .map(record -> new EpochRecord(
                            record.epoch(), record.training(), record.validation(), record.learningRate(),
                            record.gradientNorm(), 0))
                    .toList();
        }

        List<EpochRecord> withoutTimeAfter(int epoch) {
            var all = withoutTime();
            return all.subList(epoch + 1, all.size());
        }
    }

    /** Keeps all records and states. */
    private static class StateKeeper extends Engine.Records {
        final List<byte[]> states = new ArrayList<>();

        @Override
        public void epochCompleted(EpochRecord record, Supplier<TrainingState> state) {
            super.epochCompleted(record, state);
            states.add(encoded(state.get()));
        }
    }

    private static Samples samples(Precision precision, long index) {
        var random = RandomStream.of(1, Purpose.SPLIT, index);
        var x = Matrix.zeros(precision, ROWS, INPUTS);
        var y = Matrix.zeros(precision, ROWS, CLASSES);
        Initializer.uniform().fill(x, random);
        for (int i = 0; i < ROWS; i++) {
            y.set(i, random.nextInt(CLASSES), 1);
        }
        return new MatrixSamples(x, y);
    }
}
