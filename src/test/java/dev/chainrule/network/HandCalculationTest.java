package dev.chainrule.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * A network that many have calculated by hand: Mazur, A step by step backpropagation example (mattmazur.com, 2015). It
 * adds ½(y − a)² over its two outputs where half_mean_squared_error takes the mean: our cost and gradients are half of
 * its, so that our learning rate is twice its ½.
 */
class HandCalculationTest {
    private static final double[][] X = {{0.05, 0.10}};
    private static final double[][] Y = {{0.01, 0.99}};
    private static final Offset<Double> AS_PUBLISHED = within(5e-9);

    @Test
    void outputsAndCostAreAsCalculated() {
        var network = network();

        var outputs = Prediction.of(network, Matrix.of(Precision.FLOAT64, X), Engine.FLOAT64, () -> false);
        var scores =
                Engine.scores(network, Engine.samples(Precision.FLOAT64, X, Y), new Metric.Multiclass(),
                        Engine.FLOAT64);

        assertThat(outputs.get(0, 0)).isCloseTo(0.75136507, AS_PUBLISHED);
        assertThat(outputs.get(0, 1)).isCloseTo(0.772928465, AS_PUBLISHED);
        assertThat(2 * scores.cost()).isCloseTo(0.298371109, AS_PUBLISHED);
        assertThat(scores.accuracy()).isEqualTo(1);
    }

    @Test
    void oneStepOfGradientDescentIsAsCalculated() {
        var network = network();

        Engine.train(
                network,
                Engine.samples(Precision.FLOAT64, X, Y),
                TrainingPlan.of(1, TrainingPlan.FULL, new OptimizerDefinition.Sgd(1), 0, new Metric.Multiclass()));

        // Its w1, w2 lead to the first hidden unit: they are our first column.
        assertThat(network.weights(0).get(0, 0)).isCloseTo(0.149780716, AS_PUBLISHED);
        assertThat(network.weights(0).get(1, 0)).isCloseTo(0.19956143, AS_PUBLISHED);
        assertThat(network.weights(0).get(0, 1)).isCloseTo(0.24975114, AS_PUBLISHED);
        assertThat(network.weights(0).get(1, 1)).isCloseTo(0.29950229, AS_PUBLISHED);
        assertThat(network.weights(1).get(0, 0)).isCloseTo(0.35891648, AS_PUBLISHED);
        assertThat(network.weights(1).get(1, 0)).isCloseTo(0.408666186, AS_PUBLISHED);
        assertThat(network.weights(1).get(0, 1)).isCloseTo(0.511301270, AS_PUBLISHED);
        assertThat(network.weights(1).get(1, 1)).isCloseTo(0.561370121, AS_PUBLISHED);
    }

    private static Network network() {
        var hidden = layer(new double[][] {{0.15, 0.25}, {0.20, 0.30}}, new double[] {0.35, 0.35});
        var output = layer(new double[][] {{0.40, 0.50}, {0.45, 0.55}}, new double[] {0.60, 0.60});
        return Network.initialize(
                new NetworkDefinition(Precision.FLOAT64, 2, List.of(hidden, output), Loss.HALF_MEAN_SQUARED_ERROR), 0);
    }

    private static LayerDefinition layer(double[][] weights, double[] biases) {
        return new LayerDefinition(2, Activation.SIGMOID, true, 0, 0, 0, weights, biases);
    }
}
