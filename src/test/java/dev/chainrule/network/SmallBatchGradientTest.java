package dev.chainrule.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.matrix.ComputeTeam;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.kernel.KernelSelection;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import dev.chainrule.network.RandomStream.Purpose;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A small network taken forward and back in one has the bits of one that is taken through operation by operation. */
class SmallBatchGradientTest {
    private static final int BATCH = 5;
    private static final int ROWS = 7;

    static Stream<Arguments> networks() {
        return Arrays.stream(Precision.values())
                .flatMap(precision -> Arrays.stream(Requested.values())
                        .flatMap(kernels -> definitions(precision).map(network -> Arguments.of(kernels, network))));
    }

    /** Every activation in both places, every loss with and without an activation that it is fused with. */
    private static Stream<NetworkDefinition> definitions(Precision precision) {
        return Arrays.stream(Activation.values())
                .filter(activation -> activation != Activation.SOFTMAX)
                .flatMap(activation -> Arrays.stream(Loss.values())
                        .map(loss -> new NetworkDefinition(
                                precision,
                                2,
                                List.of(
                                        LayerDefinition.of(6, Activation.TANH),
                                        layer(4, activation),
                                        layer(3, activation)),
                                loss)));
    }

    /** With biases that keep rectifiers alive. */
    private static LayerDefinition layer(int units, Activation activation) {
        double[] biases = DoubleStream.generate(() -> 1).limit(units).toArray();
        return new LayerDefinition(units, activation, true, 0, 0, 0, null, biases);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void smallBatchGradientHasTheBitsOfSingleOperations(Requested kernels, NetworkDefinition definition) {
        assertThat(SmallBatchGradient.suits(definition, BATCH)).isTrue();
        var operations = MatrixOperations
                .of(definition.precision(), KernelSelection.choose(kernels), ComputeTeam.alone());
        var network = Network.initialize(definition, 1);
        var samples = samples(definition);
        var smallMetrics = new MetricAccumulator(new Metric.Multilabel(), definition.outputs());
        var tally = new MetricAccumulator(new Metric.Multilabel(), definition.outputs());
        var small = new SmallBatchGradient(network, samples, BATCH, smallMetrics, operations);
        var blockwise = new MicroBatchedGradient(network, samples, BATCH, tally, operations);

        for (int from = 0; from < ROWS; from += BATCH) {
            int count = Math.min(BATCH, ROWS - from);
            assertThat(compute(small, from, count)).isTrue();
            assertThat(compute(blockwise, from, count)).isTrue();

            assertThat(small.gradient().toLittleEndianBytes())
                    .isEqualTo(blockwise.gradient().toLittleEndianBytes())
                    .isNotEqualTo(new byte[definition.parameterCount() * definition.precision().bytes()]);
        }
        assertThat(smallMetrics.scores()).isEqualTo(tally.scores());
    }

    private static boolean compute(BatchGradient gradient, int from, int count) {
        int[] order = IntStream.range(0, ROWS).map(i -> ROWS - 1 - i).toArray();
        return gradient.compute(order, from, count, new RandomStream(1), () -> false, null);
    }

    private static Samples samples(NetworkDefinition definition) {
        var x = Matrix.zeros(definition.precision(), ROWS, definition.inputs());
        var y = Matrix.zeros(definition.precision(), ROWS, definition.outputs());
        Initializer.uniform().fill(x, RandomStream.of(1, Purpose.SPLIT, 0));
        IntStream.range(0, ROWS).forEach(i -> y.set(i, i % definition.outputs(), 1));
        return new MatrixSamples(x, y);
    }

    @Test
    void suitsOnlyPlainDenseLayersOfAFewElements() {
        var plain = LayerDefinition.of(3, Activation.SIGMOID);
        assertThat(suits(plain, 4)).isTrue();
        assertThat(suits(plain, 22)).isFalse();
        assertThat(suits(LayerDefinition.of(3, Activation.SOFTMAX), 4)).isFalse();
        assertThat(suits(new LayerDefinition(3, Activation.TANH, false, 0, 0, 0, null, null), 4)).isFalse();
        assertThat(suits(new LayerDefinition(3, Activation.TANH, true, 0.1, 0, 0, null, null), 4)).isFalse();
        assertThat(suits(new LayerDefinition(3, Activation.TANH, true, 0, 0.1, 0, null, null), 4)).isFalse();
        assertThat(suits(new LayerDefinition(3, Activation.TANH, true, 0, 0, 0.1, null, null), 4)).isFalse();
    }

    private static boolean suits(LayerDefinition layer, int batchSize) {
        var definition = new NetworkDefinition(Precision.FLOAT32, 2,
                List.of(layer, LayerDefinition.of(1, Activation.IDENTITY)), Loss.MEAN_SQUARED_ERROR);
        return SmallBatchGradient.suits(definition, batchSize);
    }

    @Test
    void computeReturnsFalseIfInterruptedOrIfTheCostIsNotFinite() {
        var definition = definitions(Precision.FLOAT64).findFirst().orElseThrow();
        var network = Network.initialize(definition, 1);
        var tally = new MetricAccumulator(new Metric.Multilabel(), definition.outputs());
        var gradient = new SmallBatchGradient(network, samples(definition), BATCH, tally, Engine.FLOAT64);

        assertThat(gradient.compute(new int[ROWS], 0, BATCH, null, () -> true, null)).isFalse();
        network.weights(0).fill(Double.NaN);
        assertThat(gradient.compute(new int[ROWS], 0, BATCH, null, () -> false, null)).isFalse();
    }
}
