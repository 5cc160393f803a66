package dev.chainrule.compute;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.network.Activation;
import dev.chainrule.network.EpochRecord;
import dev.chainrule.network.Initializer;
import dev.chainrule.network.LayerDefinition;
import dev.chainrule.network.Loss;
import dev.chainrule.network.MatrixSamples;
import dev.chainrule.network.Metric;
import dev.chainrule.network.Network;
import dev.chainrule.network.NetworkDefinition;
import dev.chainrule.network.OptimizerDefinition;
import dev.chainrule.network.RandomStream;
import dev.chainrule.network.RandomStream.Purpose;
import dev.chainrule.network.Samples;
import dev.chainrule.network.Training;
import dev.chainrule.network.TrainingListener;
import dev.chainrule.network.TrainingPlan;
import dev.chainrule.network.TrainingState;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Trains small networks for a short while, so that the virtual machine has compiled the most used kernels, those of float32, before the
 * first job.
 *
 * <p>Measured with fresh starts of the service, in turn with and without a warm-up after the start: the first job, 784-128-10 on 5,000
 * images for 3 epochs, sent 6 to 8 s after the service was ready, took 0.9, 2.1, 3.0, 3.4 and 3.5 s with it and 4.7, 5.3, 6.6, 8.2 and 8.7
 * s without (medians 3.0 and 6.6 s); later jobs took 0.3 to 1.2 s. Jobs that were sent at once, and the first prediction, took equally
 * long. Temurin 25.0.3, AMD EPYC, two cores with other work on them.
 *
 * <p>The compiler counts calls, not elements: the layers are just wide enough for every way to multiply. Networks of several kinds are
 * trained in turn, because code that was compiled for one kind is compiled again for another.
 */
public final class WarmUp {
    /** Seconds after which a first job is fast, on two cores. */
    public static final int DEFAULT_SECONDS = 5;

    private WarmUp() {}

    /**
     * Trains until the time is over, or slightly longer.
     *
     * @return the number of epochs
     */
    public static long run(MatrixOperations operations, Duration time) {
        return run(operations, time, System::nanoTime);
    }

    /** @param nanoTime the clock, as {@link System#nanoTime} */
    static long run(MatrixOperations operations, Duration time, LongSupplier nanoTime) {
        long end = nanoTime.getAsLong() + time.toNanos();
        var runs = List.of(xor(operations), multiclass(operations), multilabel(operations));
        while (nanoTime.getAsLong() < end) {
            runs.forEach(run -> run.train(end, nanoTime));
        }
        return runs.stream().mapToLong(run -> run.epochs).sum();
    }

    private static RepeatedRun multiclass(MatrixOperations operations) {
        var layers = List.of(
                LayerDefinition.of(128, Activation.RELU),
                LayerDefinition.of(64, Activation.RELU),
                LayerDefinition.of(74, Activation.SOFTMAX));
        var definition = new NetworkDefinition(operations.precision(), 48, layers, Loss.CATEGORICAL_CROSS_ENTROPY);
        var adam = new OptimizerDefinition.Adam(
                OptimizerDefinition.Adam.LEARNING_RATE, OptimizerDefinition.Adam.BETA1,
                OptimizerDefinition.Adam.BETA2, OptimizerDefinition.Adam.EPSILON);
        return new RepeatedRun(definition, TrainingPlan.of(20, 16, adam, 0, new Metric.Multiclass()), 32, operations);
    }

    private static RepeatedRun multilabel(MatrixOperations operations) {
        var layers = List.of(
                LayerDefinition.of(64, Activation.RELU),
                LayerDefinition.of(32, Activation.RELU),
                LayerDefinition.of(10, Activation.SIGMOID));
        var definition = new NetworkDefinition(operations.precision(), 48, layers, Loss.BINARY_CROSS_ENTROPY);
        var sgd = new OptimizerDefinition.Sgd(OptimizerDefinition.Sgd.LEARNING_RATE);
        return new RepeatedRun(definition, TrainingPlan.of(20, 16, sgd, 0, new Metric.Multilabel()), 32, operations);
    }

    /** A network so small that calls cost more than kernels. */
    private static RepeatedRun xor(MatrixOperations operations) {
        var layers = List.of(LayerDefinition.of(3, Activation.SIGMOID), LayerDefinition.of(1, Activation.SIGMOID));
        var definition = new NetworkDefinition(operations.precision(), 2, layers, Loss.BINARY_CROSS_ENTROPY);
        var sgd = new OptimizerDefinition.Sgd(OptimizerDefinition.Sgd.LEARNING_RATE);
        return new RepeatedRun(definition, TrainingPlan.of(5000, 4, sgd, 0, new Metric.Multilabel()), 4, operations);
    }

    /** Gathers every other batch from bytes, as images are gathered. */
    private static final class AlternatingSamples implements Samples {
        private final MatrixSamples numbers;
        private final byte[] bytes;
        private boolean fromBytes;

        AlternatingSamples(MatrixSamples numbers, int rows) {
            this.numbers = numbers;
            this.bytes = new byte[rows * numbers.inputs()];
        }

        @Override
        public int rows() {
            return numbers.rows();
        }

        @Override
        public int inputs() {
            return numbers.inputs();
        }

        @Override
        public int outputs() {
            return numbers.outputs();
        }

        @Override
        public void gather(
                int[] order, int from, int row, int count, Matrix x, Matrix y, MatrixOperations operations) {
            numbers.gather(order, from, row, count, x, y, operations);
            fromBytes = !fromBytes;
            for (int i = row; fromBytes && i < row + count; i++) {
                operations.scaleBytes(bytes, i * inputs(), inputs(), 0, 1, x, i);
            }
        }
    }

    /** A run that is repeated with a new network each time. */
    private static final class RepeatedRun implements TrainingListener {
        private final NetworkDefinition definition;
        private final Samples samples;
        private final TrainingPlan plan;
        private final MatrixOperations operations;
        private LongSupplier nanoTime = System::nanoTime;
        private long end;
        private long epochs;

        /** @param rows with two batches, only the first one updates the parameters during the backward pass */
        RepeatedRun(NetworkDefinition definition, TrainingPlan plan, int rows, MatrixOperations operations) {
            this.definition = definition;
            this.plan = plan;
            this.operations = operations;
            var random = RandomStream.of(0, Purpose.DATA, 0);
            var x = Matrix.zeros(operations.precision(), rows, definition.inputs());
            var y = Matrix.zeros(operations.precision(), rows, definition.outputs());
            Initializer.uniform().fill(x, random);
            for (int i = 0; i < rows; i++) {
                y.set(i, random.nextInt(definition.outputs()), 1);
            }
            samples = new AlternatingSamples(new MatrixSamples(x, y), rows);
        }

        void train(long end, LongSupplier nanoTime) {
            this.end = end;
            this.nanoTime = nanoTime;
            new Training(Network.initialize(definition, 0), samples, null, plan, this, operations, nanoTime).run();
        }

        @Override
        public void epochCompleted(EpochRecord record, Supplier<TrainingState> state) {
            epochs += record.epoch() > 0 ? 1 : 0;
        }

        @Override
        public boolean stopRequested() {
            return nanoTime.getAsLong() >= end;
        }
    }
}
