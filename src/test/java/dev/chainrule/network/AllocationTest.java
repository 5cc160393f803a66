package dev.chainrule.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.kernel.KernelSelection;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import dev.chainrule.network.RandomStream.Purpose;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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

    static List<Arguments> optimizersAndPrecisions() {
        var adam = new OptimizerDefinition.Adamw(1e-4, 0.9, 0.999, 1e-8, 0.01);
        var nadam = new OptimizerDefinition.Nadam(1e-4, 0.9, 0.999, 1e-8, 0.004);
        return Arrays.stream(Precision.values())
                .flatMap(precision -> Stream.of(adam, nadam).map(optimizer -> Arguments.of(optimizer, precision)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("optimizersAndPrecisions")
    void anEpochsBytesDoNotDependOnItsBatches(OptimizerDefinition optimizer, Precision precision) {
        assertThat(epochsUntilQuiet(optimizer, precision, 1)).isLessThan(MOST_EPOCHS);
        assertThat(epochsUntilQuiet(optimizer, precision, ROWS / 2)).isLessThan(MOST_EPOCHS);
    }

    private static int epochsUntilQuiet(OptimizerDefinition optimizer, Precision precision, int batchSize) {
        var network = Network.initialize(
                new NetworkDefinition(
                        precision,
                        7,
                        List.of(
                                new LayerDefinition(9, Activation.GELU, null, true, 0.2, 0.001, 0.001, null, null),
                                LayerDefinition.of(8, Activation.SOFTMAX),
                                LayerDefinition.of(3, Activation.SIGMOID)),
                        Loss.BINARY_CROSS_ENTROPY),
                1);
        var plan = TrainingPlan.of(MOST_EPOCHS, batchSize, optimizer, 1, new Metric.Classes())
                .withClipNorm(1)
                .withMaxSeconds(3600);
        var meter = new Meter();

        new Training(
                network,
                samples(precision),
                samples(precision),
                plan,
                meter,
                MatrixOperations.of(precision, KernelSelection.choose(Requested.SCALAR), ComputeTeam.alone()),
                System::nanoTime)
                .run();

        return meter.epochs;
    }

    private static Samples samples(Precision precision) {
        var random = RandomStream.of(1, Purpose.SPLIT, 0);
        var x = Matrix.zeros(precision, ROWS, 7);
        var y = Matrix.zeros(precision, ROWS, 3);
        Initializer.uniform().fill(x, random);
        return new MatrixSamples(x, y);
    }

    /** Reads the thread's allocated bytes at the end of every epoch, and ends the run when it has been quiet. */
    private static final class Meter implements TrainingListener {
        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private long last;
        private int quiet;
        private int epochs;

        @Override
        public void epochCompleted(EpochRecord record) {
            long now = threads.getCurrentThreadAllocatedBytes();
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
