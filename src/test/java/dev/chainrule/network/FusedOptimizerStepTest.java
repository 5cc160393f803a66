package dev.chainrule.network;

import static dev.chainrule.network.TrainingPlans.withClipNorm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.matrix.ComputeThreads;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.kernel.KernelSelection;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import dev.chainrule.network.RandomStream.Purpose;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Parameters that move while the gradient is computed end with the bits of those that move when all of it is there. */
class FusedOptimizerStepTest {
    private static final int ROWS = 300;
    /** With a batch's rows enough for a batch to be gathered by several threads. */
    private static final int INPUTS = 150;

    private static final int BATCH = 128;

    /** So large that no gradient is clipped; but its norm is wanted, so nothing moves before all of it is there. */
    private static final double CLIPS_NOTHING = 1e30;

    static Stream<Arguments> optimizersAndPrecisions() {
        return Arrays.stream(Precision.values())
                .flatMap(precision -> Stream.of(
                        new OptimizerDefinition.Sgd(0.1),
                        new OptimizerDefinition.Momentum(0.1, 0.9),
                        new OptimizerDefinition.Nesterov(0.1, 0.9),
                        new OptimizerDefinition.Adagrad(0.1, 1e-10),
                        new OptimizerDefinition.Adadelta(1, 0.9, 1e-6),
                        new OptimizerDefinition.Rmsprop(0.01, 0.9, 1e-8),
                        new OptimizerDefinition.Adam(0.01, 0.9, 0.999, 1e-8),
                        new OptimizerDefinition.Amsgrad(0.01, 0.9, 0.999, 1e-8),
                        new OptimizerDefinition.Adamw(0.01, 0.9, 0.999, 1e-8, 0.1),
                        new OptimizerDefinition.Adamax(0.01, 0.9, 0.999, 1e-8),
                        new OptimizerDefinition.Nadam(0.01, 0.9, 0.999, 1e-8, 0.004))
                        .map(optimizer -> Arguments.of(optimizer, precision)));
    }

    @ParameterizedTest
    @MethodSource("optimizersAndPrecisions")
    void fusedStepsGiveTheBitsOfSeparateSteps(OptimizerDefinition optimizer, Precision precision) {
        var afterwards = parameters(optimizer, precision, CLIPS_NOTHING, 1, Requested.SCALAR);

        for (int threads : new int[] {1, 2, 3}) {
            for (var kernels : List.of(Requested.SCALAR, Requested.VECTOR)) {
                assertThat(parameters(optimizer, precision, TrainingPlan.NO_CLIPPING, threads, kernels))
                        .as("%d threads, %s kernels", threads, kernels)
                        .isEqualTo(afterwards);
            }
        }
    }

    private static String parameters(
            OptimizerDefinition optimizer, Precision precision, double clipNorm, int count, Requested kernels) {
        var definition = new NetworkDefinition(
                precision,
                INPUTS,
                List.of(
                        new LayerDefinition(96, Activation.RELU, true, 0.1, 0.001, 0, null, null),
                        new LayerDefinition(70, Activation.SOFTMAX, false, 0, 0, 0.01, null, null),
                        LayerDefinition.of(3, Activation.SIGMOID)),
                Loss.BINARY_CROSS_ENTROPY);
        var network = Network.initialize(definition, 1);
        var plan = withClipNorm(TrainingPlan.of(3, BATCH, optimizer, 1, new Metric.Multiclass()), clipNorm);
        try (var threads = ComputeThreads.of(count); var team = threads.team()) {
            var operations = MatrixOperations.of(precision, KernelSelection.choose(kernels), team);
            new Training(
                    network, samples(precision), null, plan, new Engine.Records(), operations, System::nanoTime).run();
        }
        return HexFormat.of().formatHex(network.parameterBytes());
    }

    private static Samples samples(Precision precision) {
        var random = RandomStream.of(1, Purpose.SPLIT, 0);
        var x = Matrix.zeros(precision, ROWS, INPUTS);
        var y = Matrix.zeros(precision, ROWS, 3);
        Initializer.uniform().fill(x, random);
        for (int i = 0; i < ROWS; i++) {
            y.set(i, random.nextInt(3), 1);
        }
        return new MatrixSamples(x, y);
    }
}
