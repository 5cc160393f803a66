package dev.chainrule.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.RandomStream.Purpose;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MicroBatchedGradientTest {
    private static final Network NETWORK = Network.initialize(
            new NetworkDefinition(
                    Precision.FLOAT64,
                    3,
                    List.of(
                            new LayerDefinition(5, Activation.TANH, true, 0, 0.01, 0.1, null, null),
                            LayerDefinition.of(2, Activation.SOFTMAX)),
                    Loss.CATEGORICAL_CROSS_ENTROPY),
            1);

    /** From the second batch on, so that the batch's start counts too. */
    @ParameterizedTest
    @ValueSource(ints = {MicroBatchedGradient.BLOCK_ROWS, MicroBatchedGradient.BLOCK_ROWS + 1,
        3 * MicroBatchedGradient.BLOCK_ROWS + 7})
    void aBatchOfSeveralBlocksHasTheGradientOfOnePass(int batchSize) {
        int rows = 2 * batchSize;
        var x = Matrix.zeros(Precision.FLOAT64, rows, 3);
        Initializer.uniform().fill(x, RandomStream.of(1, Purpose.SPLIT, 0));
        var y = Matrix.zeros(Precision.FLOAT64, rows, 2);
        IntStream.range(0, rows).forEach(i -> y.set(i, i % 2, 1));
        var tally = new MetricAccumulator(new Metric.Multiclass(), NETWORK.outputs());
        var batch = new MicroBatchedGradient(NETWORK, new MatrixSamples(x, y), batchSize, tally, Engine.FLOAT64);

        batch.compute(IntStream.range(0, rows).toArray(), batchSize, batchSize, null, () -> false, null);

        var expected = new Parameters(NETWORK.definition());
        var pass = LayeredPass.forTraining(NETWORK, batchSize, expected, false, Engine.FLOAT64);
        pass.x().copyFrom(x.rows(batchSize, batchSize));
        pass.y().copyFrom(y.rows(batchSize, batchSize));
        pass.forward();
        pass.backward(null);
        assertThat(tally.scores().cost()).isCloseTo(pass.cost(), within(1e-13));
        for (int i = 0; i < expected.flat().columns(); i++) {
            assertThat(batch.gradient().get(0, i)).isCloseTo(expected.flat().get(0, i), within(1e-14));
        }
    }
}
