package dev.chainrule.network;

import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.kernel.KernelSelection;
import dev.chainrule.network.RandomStream.Purpose;
import java.time.Duration;
import java.util.List;

/**
 * Trains throw-away networks for a short while, so that the virtual machine has compiled the most used kernels, those
 * of float32, before the first job wants them: until then vector code takes hundreds of times as long.
 *
 * <p>The networks are small, because what makes the compiler begin is calls, not elements; their layers are just wide
 * enough for every way to multiply.
 */
public final class WarmUp {
    private static final int ROWS = 64;
    private static final int INPUTS = 48;

    private WarmUp() {}

    /** Returns when the time is over, or soon after. */
    public static void run(KernelSelection kernels, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        var random = RandomStream.of(0, Purpose.DATA, 0);
        var operations = MatrixOperations.of(Precision.FLOAT32, kernels, ComputeTeam.alone());
        var classes = new Trainee(
                operations, 10, Activation.SOFTMAX, Loss.CATEGORICAL_CROSS_ENTROPY,
                new OptimizerDefinition.Adam(
                        OptimizerDefinition.Adam.LEARNING_RATE, OptimizerDefinition.Adam.BETA1,
                        OptimizerDefinition.Adam.BETA2, OptimizerDefinition.Adam.EPSILON),
                random);
        var properties = new Trainee(
                operations, 1, Activation.SIGMOID, Loss.BINARY_CROSS_ENTROPY,
                new OptimizerDefinition.Sgd(OptimizerDefinition.Sgd.LEARNING_RATE),
                random);
        while (System.nanoTime() < end) {
            classes.train(end);
            properties.train(end);
        }
    }

    /** A network and what it is trained with. */
    private static final class Trainee implements TrainingListener {
        private static final int EPOCHS = 20;

        private final NetworkDefinition definition;
        private final Samples samples;
        private final TrainingPlan plan;
        private final MatrixOperations operations;
        private long end;

        Trainee(
                MatrixOperations operations, int outputs, Activation last, Loss loss, OptimizerDefinition optimizer,
                RandomStream random) {
            this.operations = operations;
            var precision = operations.precision();
            definition = new NetworkDefinition(
                    precision,
                    INPUTS,
                    List.of(
                            LayerDefinition.of(128, Activation.RELU),
                            LayerDefinition.of(64, Activation.RELU),
                            LayerDefinition.of(outputs, last)),
                    loss);
            // Two batches an epoch: the first moves the parameters on its way back, the last does not.
            var x = Matrix.zeros(precision, 2 * ROWS, INPUTS);
            var y = Matrix.zeros(precision, 2 * ROWS, outputs);
            Initializer.uniform().fill(x, random);
            for (int i = 0; i < y.rows(); i++) {
                y.set(i, random.nextInt(outputs), 1);
            }
            samples = new MatrixSamples(x, y);
            var metric = outputs == 1 ? new Metric.Properties() : new Metric.Classes();
            plan = TrainingPlan.of(EPOCHS, ROWS, optimizer, 0, metric);
        }

        void train(long end) {
            this.end = end;
            new Training(Network.initialize(definition, 0), samples, null, plan, this, operations, System::nanoTime)
                    .run();
        }

        @Override
        public void epochCompleted(EpochRecord record) {}

        @Override
        public boolean stopRequested() {
            return System.nanoTime() >= end;
        }
    }
}
