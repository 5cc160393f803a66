package dev.chainrule.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chainrule.graph.LayerGraph;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sum of the blocks' costs is the cost of an evaluation, however often the parameters change. */
class SampledCostTest {
    private static final NetworkDefinition DEFINITION = new NetworkDefinition(
            Precision.FLOAT64, 3,
            List.of(LayerDefinition.of(5, Activation.TANH), LayerDefinition.of(2, Activation.SIGMOID)),
            Loss.BINARY_CROSS_ENTROPY);

    private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);

    private Matrix matrix(int rows, int columns) {
        var matrix = Matrix.zeros(Precision.FLOAT64, rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix.set(i, j, random.nextDouble());
            }
        }
        return matrix;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 257, 700})
    void sampledCostHasTheBitsOfAnEvaluation(int rows) {
        var weights = random.doubles(rows).map(weight -> weight + 0.1).toArray();
        for (var rowWeights : List.of(RowWeights.ALIKE, RowWeights.inPlace(weights))) {
            var samples = new MatrixSamples(matrix(rows, 3), matrix(rows, 2), rowWeights);
            var network = Network.initialize(DEFINITION, 1);
            for (var trained : List.of(network, LayerGraph.of(network, Precision.FLOAT64))) {
                var costs = blockByBlock(trained, samples, -1, 0, 1);

                for (int i = 0; i < 3; i++) {
                    trained.parameters().set(0, 4, i - 1);
                    var expected = Engine.scores(trained, samples, new Metric.Multiclass(), Engine.FLOAT64).cost();
                    assertThat(costs[i]).isEqualTo(expected);
                }
            }
        }
    }

    /** The cost for each value of one parameter. */
    private static double[] blockByBlock(Trainable trained, Samples samples, double... values) {
        var cost = new SampledCost(trained, samples, Engine.FLOAT64);
        var costs = new double[values.length];
        for (int block = 0; block < SampledCost.blocks(samples.rows()); block++) {
            cost.gather(block);
            for (int i = 0; i < values.length; i++) {
                trained.parameters().set(0, 4, values[i]);
                costs[i] += cost.costTimesRows();
            }
        }
        return Arrays.stream(costs).map(sum -> sum / samples.rows()).toArray();
    }

    @Test
    void blocksCanBeGatheredInAnyOrder() {
        var samples = new MatrixSamples(matrix(600, 3), matrix(600, 2));
        var cost = new SampledCost(Network.initialize(DEFINITION, 1), samples, Engine.FLOAT64);
        cost.gather(0);
        double first = cost.costTimesRows();
        cost.gather(2);
        cost.costTimesRows();

        cost.gather(0);

        assertThat(cost.costTimesRows()).isEqualTo(first);
    }

    @Test
    void samplesThatDoNotFitAreRefused() {
        var samples = new MatrixSamples(matrix(2, 4), matrix(2, 2));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SampledCost(Network.initialize(DEFINITION, 1), samples, Engine.FLOAT64))
                .withMessageContaining("3 inputs");
    }
}
