package dev.chainrule.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.RandomStream.Purpose;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DropoutTest {
    private static final int ROWS = 100;
    private static final int UNITS = 400;
    private static final LayerDefinition LAYER = layer(UNITS, 0.3);

    @Test
    void theRateIsDroppedAndTheRestIsScaledUp() {
        var dropout = new Dropout(LAYER, ROWS, Engine.FLOAT64);
        var ones = Matrix.zeros(Precision.FLOAT64, ROWS, UNITS);
        ones.fill(1);

        dropout.forward(ones, RandomStream.of(1, Purpose.DROPOUT, 1));

        var values = Arrays.stream(dropout.output().toArray()).flatMapToDouble(Arrays::stream).toArray();
        assertThat(Arrays.stream(values).distinct().toArray()).containsExactlyInAnyOrder(0, 1 / 0.7);
        // Binomial(40 000, 0.3): five standard deviations are 458.
        assertThat(Arrays.stream(values).filter(v -> v == 0).count()).isCloseTo(12_000, within(458L));
        assertThat(ones.get(0, 0)).isEqualTo(1);
    }

    @Test
    void backwardPassDropsTheUnitsOfTheForwardPass() {
        var dropout = new Dropout(LAYER, ROWS, Engine.FLOAT64);
        var ones = Matrix.zeros(Precision.FLOAT64, ROWS, UNITS);
        ones.fill(1);
        var delta = Matrix.zeros(Precision.FLOAT64, ROWS, UNITS);
        delta.fill(1);

        dropout.forward(ones, RandomStream.of(1, Purpose.DROPOUT, 1));
        dropout.backward(delta, 0, delta.rows(), 0, delta.columns());

        assertThat(delta.toArray()).isDeepEqualTo(dropout.output().toArray());
    }

    @Test
    void dropoutAppliesToTrainingOnly() {
        var samples = Engine.samples(Precision.FLOAT64, new double[][] {{1, 2}}, new double[][] {{1}});
        var metric = new Metric.Regression(new double[] {1});

        assertThat(Engine.scores(network(0.9), samples, metric, Engine.FLOAT64))
                .isEqualTo(Engine.scores(network(0), samples, metric, Engine.FLOAT64));
        // The untrained network's cost is an evaluation, the first epoch's is not; the learning rate moves nothing.
        var costs = train(0.9, 1).costs();
        assertThat(costs.get(0)).isNotEqualTo(costs.get(1)).isEqualTo(train(0, 1).costs().getFirst());
    }

    @Test
    void everyEpochDropsOtherUnits() {
        // With a learning rate that moves nothing, costs differ by what is dropped alone.
        assertThat(train(0.5, 1).costs().stream().skip(1)).doesNotHaveDuplicates();
        assertThat(train(0, 1).costs().stream().distinct()).hasSize(1);
    }

    @Test
    void sameSeedDropsTheSameUnitsAndAnotherSeedOthers() {
        assertThat(train(0.5, 1).costs()).isEqualTo(train(0.5, 1).costs()).isNotEqualTo(train(0.5, 2).costs());
    }

    private static Engine.Run train(double rate, long seed) {
        var samples = Engine.samples(Precision.FLOAT64, new double[][] {{1, 2}}, new double[][] {{1}});
        return Engine.train(
                network(rate),
                samples,
                TrainingPlan.of(5, 1, new OptimizerDefinition.Sgd(1e-300), seed, new Metric.Multilabel()));
    }

    private static Network network(double rate) {
        var layers = List.of(layer(20, rate), LayerDefinition.of(1, Activation.IDENTITY));
        return Network.initialize(new NetworkDefinition(Precision.FLOAT64, 2, layers, Loss.MEAN_SQUARED_ERROR), 3);
    }

    private static LayerDefinition layer(int units, double rate) {
        return new LayerDefinition(units, Activation.TANH, true, rate, 0, 0, null, null);
    }
}
