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
import java.util.function.Supplier;

/**
 * Trains throw-away networks for a short while, so that the virtual machine has compiled the most used kernels, those
 * of float32, before the first job wants them: until then vector code takes hundreds of times as long.
 *
 * <p>What makes the compiler begin is calls, not elements: the layers are just wide enough for every way to multiply.
 * Networks of several kinds take turns, because code that was compiled for one kind is compiled again when it meets
 * another.
 */
public final class WarmUp {
    /** What it takes beside the start of a service on two cores until a first job is fast. */
    public static final int DEFAULT_SECONDS = 5;

    private WarmUp() {}

    /**
     * Returns when the time is over, or soon after.
     *
     * @return how many epochs it has trained
     */
    public static long run(MatrixOperations operations, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        var trainees = List.of(xor(operations), classes(operations), properties(operations));
        while (System.nanoTime() < end) {
            trainees.forEach(trainee -> trainee.train(end));
        }
        return trainees.stream().mapToLong(trainee -> trainee.epochs).sum();
    }

    private static Trainee classes(MatrixOperations operations) {
        var layers = List.of(
                LayerDefinition.of(128, Activation.RELU),
                LayerDefinition.of(64, Activation.RELU),
                LayerDefinition.of(74, Activation.SOFTMAX));
        var definition = new NetworkDefinition(operations.precision(), 48, layers, Loss.CATEGORICAL_CROSS_ENTROPY);
        var adam = new OptimizerDefinition.Adam(
                OptimizerDefinition.Adam.LEARNING_RATE, OptimizerDefinition.Adam.BETA1,
                OptimizerDefinition.Adam.BETA2, OptimizerDefinition.Adam.EPSILON);
        return new Trainee(definition, TrainingPlan.of(20, 16, adam, 0, new Metric.Multiclass()), 32, operations);
    }

    private static Trainee properties(MatrixOperations operations) {
        var layers = List.of(
                LayerDefinition.of(64, Activation.RELU),
                LayerDefinition.of(32, Activation.RELU),
                LayerDefinition.of(10, Activation.SIGMOID));
        var definition = new NetworkDefinition(operations.precision(), 48, layers, Loss.BINARY_CROSS_ENTROPY);
        var sgd = new OptimizerDefinition.Sgd(OptimizerDefinition.Sgd.LEARNING_RATE);
        return new Trainee(definition, TrainingPlan.of(20, 16, sgd, 0, new Metric.Multilabel()), 32, operations);
    }

    /** Of the size at which what is around the kernels matters most. */
    private static Trainee xor(MatrixOperations operations) {
        var layers = List.of(LayerDefinition.of(3, Activation.SIGMOID), LayerDefinition.of(1, Activation.SIGMOID));
        var definition = new NetworkDefinition(operations.precision(), 2, layers, Loss.BINARY_CROSS_ENTROPY);
        var sgd = new OptimizerDefinition.Sgd(OptimizerDefinition.Sgd.LEARNING_RATE);
        return new Trainee(definition, TrainingPlan.of(5000, 4, sgd, 0, new Metric.Multilabel()), 4, operations);
    }

    /** Gathers every other batch from bytes, as images are. */
    private static final class HalfBytes implements Samples {
        private final MatrixSamples numbers;
        private final byte[] bytes;
        private boolean fromBytes;

        HalfBytes(MatrixSamples numbers, int rows) {
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

    /** A network and what it is trained with. */
    private static final class Trainee implements TrainingListener {
        private final NetworkDefinition definition;
        private final Samples samples;
        private final TrainingPlan plan;
        private final MatrixOperations operations;
        private long end;
        private long epochs;

        /** @param rows where they are two batches, the first moves the parameters on its way back, the last does not */
        Trainee(NetworkDefinition definition, TrainingPlan plan, int rows, MatrixOperations operations) {
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
            samples = new HalfBytes(new MatrixSamples(x, y), rows);
        }

        void train(long end) {
            this.end = end;
            new Training(Network.initialize(definition, 0), samples, null, plan, this, operations, System::nanoTime)
                    .run();
        }

        @Override
        public void epochCompleted(EpochRecord record, Supplier<TrainingState> state) {
            epochs += record.epoch() > 0 ? 1 : 0;
        }

        @Override
        public boolean stopRequested() {
            return System.nanoTime() >= end;
        }
    }
}
