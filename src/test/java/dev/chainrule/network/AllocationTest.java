package dev.chainrule.network;

import static dev.chainrule.network.TrainingPlans.withClipNorm;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.ComputeThreads;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.kernel.KernelSelection;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import dev.chainrule.network.RandomStream.Purpose;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The batch loop allocates nothing: an epoch of 260 batches takes no more memory than one of two. What an epoch itself
 * takes, its record and its random streams, depends on what the compiler has removed from it so far. The kernels are
 * scalar: vectors are objects until the compiler has come to the kernel that uses them.
 */
class AllocationTest {
    private static final int ROWS = 260;

    /** The smallest object has 16 bytes: one in each of 260 batches would be four times this. */
    private static final long EPOCH_BYTES = 1024;

    /** So many epochs in a row without more are no accident. */
    private static final int QUIET_EPOCHS = 10;

    private static final int MOST_EPOCHS = 200;
    private static final int MOST_VECTOR_EPOCHS = 2_000;

    static List<Arguments> optimizersAndPrecisions() {
        var adam = new OptimizerDefinition.Adamw(1e-4, 0.9, 0.999, 1e-8, 0.01);
        var nadam = new OptimizerDefinition.Nadam(1e-4, 0.9, 0.999, 1e-8, 0.004);
        return Arrays.stream(Precision.values())
                .flatMap(precision -> Stream.of(adam, nadam).map(optimizer -> Arguments.of(optimizer, precision)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("optimizersAndPrecisions")
    void allocationOfAnEpochDoesNotGrowWithItsBatches(OptimizerDefinition optimizer, Precision precision) {
        var layers = List.of(
                new LayerDefinition(9, Activation.GELU, true, 0.2, 0.001, 0.001, null, null),
                LayerDefinition.of(8, Activation.SOFTMAX),
                LayerDefinition.of(3, Activation.SIGMOID));

        assertThat(epochsUntilQuiet(layers, optimizer, precision, 1)).isLessThan(MOST_EPOCHS);
        assertThat(epochsUntilQuiet(layers, optimizer, precision, ROWS / 2)).isLessThan(MOST_EPOCHS);
    }

    @ParameterizedTest
    @MethodSource("optimizersAndPrecisions")
    void allocationOfAnEpochDoesNotGrowWithItsBatchesIfRowsHaveWeights(OptimizerDefinition optimizer,
            Precision precision) {
        var layers = List.of(LayerDefinition.of(4, Activation.TANH), LayerDefinition.of(3, Activation.SIGMOID));
        var weights = RowWeights.inPlace(IntStream.range(0, ROWS).mapToDouble(i -> i % 4).toArray());

        assertThat(epochsUntilQuiet(layers, optimizer, precision, 1, weights)).isLessThan(MOST_EPOCHS);
        assertThat(epochsUntilQuiet(layers, optimizer, precision, 4, weights)).isLessThan(MOST_EPOCHS);
    }

    /** Of those that go forward and back in one. */
    @ParameterizedTest
    @MethodSource("optimizersAndPrecisions")
    void allocationOfASmallNetworksEpochDoesNotGrowWithItsBatches(OptimizerDefinition optimizer, Precision precision) {
        var layers = List.of(LayerDefinition.of(4, Activation.TANH), LayerDefinition.of(3, Activation.SIGMOID));

        assertThat(epochsUntilQuiet(layers, optimizer, precision, 1)).isLessThan(MOST_EPOCHS);
        assertThat(epochsUntilQuiet(layers, optimizer, precision, 4)).isLessThan(MOST_EPOCHS);
    }

    private static int epochsUntilQuiet(
            List<LayerDefinition> layers, OptimizerDefinition optimizer, Precision precision, int batchSize) {
        return epochsUntilQuiet(layers, optimizer, precision, batchSize, RowWeights.ALIKE);
    }

    private static int epochsUntilQuiet(
            List<LayerDefinition> layers, OptimizerDefinition optimizer, Precision precision, int batchSize,
            RowWeights weights) {
        var network = Network.initialize(new NetworkDefinition(precision, 7, layers, Loss.BINARY_CROSS_ENTROPY), 1);
        var plan = withClipNorm(TrainingPlan.of(MOST_EPOCHS, batchSize, optimizer, 1, new Metric.Multiclass()), 1)
                .withMaxSeconds(3600);
        var meter = new Meter();

        new Training(
                network,
                samples(precision, weights),
                samples(precision, weights),
                plan,
                meter,
                MatrixOperations.of(precision, KernelSelection.choose(Requested.SCALAR), ComputeTeam.alone()),
                System::nanoTime)
                .run();

        return meter.epochs;
    }

    /** Vectors are objects until the compiler has come to the kernels that use them, hence the many epochs. */
    @ParameterizedTest
    @EnumSource
    void helpersAllocateNothing(Precision precision) {
        int rows = 64 * 128; // 64 batches: an object in each would be EPOCH_BYTES
        var definition = new NetworkDefinition(
                precision,
                64,
                List.of(LayerDefinition.of(96, Activation.RELU), LayerDefinition.of(10, Activation.SOFTMAX)),
                Loss.CATEGORICAL_CROSS_ENTROPY);
        var x = Matrix.zeros(precision, rows, 64);
        var y = Matrix.zeros(precision, rows, 10);
        Initializer.uniform().fill(x, RandomStream.of(1, Purpose.SPLIT, 0));
        IntStream.range(0, rows).forEach(i -> y.set(i, i % 10, 1));
        var adam = new OptimizerDefinition.Adam(1e-4, 0.9, 0.999, 1e-8);
        var plan = TrainingPlan.of(MOST_VECTOR_EPOCHS, 128, adam, 1, new Metric.Multiclass());

        try (var threads = ComputeThreads.of(2); var team = threads.team()) {
            var meter = new Meter("compute-1");
            var operations = MatrixOperations.of(precision, KernelSelection.choose(Requested.VECTOR), team);
            new Training(
                    Network.initialize(definition, 1), new MatrixSamples(x, y), null, plan, meter, operations,
                    System::nanoTime).run();

            assertThat(meter.epochs).isLessThan(MOST_VECTOR_EPOCHS);
        }
    }

    private static Samples samples(Precision precision, RowWeights weights) {
        var random = RandomStream.of(1, Purpose.SPLIT, 0);
        var x = Matrix.zeros(precision, ROWS, 7);
        var y = Matrix.zeros(precision, ROWS, 3);
        Initializer.uniform().fill(x, random);
        return new MatrixSamples(x, y, weights);
    }

    /** Reads what this thread and its helpers have allocated at the end of every epoch, and ends the run when it has been quiet. */
    private static final class Meter implements TrainingListener {
        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private final long[] measured;
        private long last;
        private int quiet;
        private int epochs;

        Meter(String... helpers) {
            measured = LongStream.concat(
                    LongStream.of(Thread.currentThread().threadId()),
                    Thread.getAllStackTraces()
                            .keySet()
                            .stream()
                            .filter(thread -> List.of(helpers).contains(thread.getName()))
                            .mapToLong(Thread::threadId))
                    .toArray();
            assertThat(measured).hasSizeGreaterThan(helpers.length);
        }

        @Override
        public void epochCompleted(EpochRecord record, Supplier<TrainingState> state) {
            long now = 0;
            for (long bytes : threads.getThreadAllocatedBytes(measured)) {
                now += bytes;
            }
            quiet = now - last < EPOCH_BYTES ? quiet + 1 : 0;
            last = now;
            epochs = record.epoch();
        }

        @Override
        public boolean stopRequested() {
            return quiet == QUIET_EPOCHS;
        }
    }
}
