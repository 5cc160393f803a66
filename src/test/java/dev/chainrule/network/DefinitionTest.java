package dev.chainrule.network;

import static dev.chainrule.network.TrainingPlans.withClipNorm;
import static dev.chainrule.network.TrainingPlans.withStopAtCost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chainrule.matrix.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionTest {
    @Test
    void parametersAreTheWeightsAndBiasesOfAllLayers() {
        var network = network(
                4,
                LayerDefinition.of(16, Activation.RELU),
                new LayerDefinition(8, Activation.TANH, false, 0, 0, 0, null, null),
                LayerDefinition.of(3, Activation.SOFTMAX));

        assertThat(network.parameterCount()).isEqualTo((4 * 16 + 16) + 16 * 8 + (8 * 3 + 3));
        assertThat(network.outputs()).isEqualTo(3);
        assertThat(network.fanIn(2)).isEqualTo(8);
    }

    @ParameterizedTest
    @EnumSource
    void defaultInitializerIsHeForRectifiersAndGlorotForOthers(Activation activation) {
        var expected = List.of("RELU", "LEAKY_RELU", "ELU", "SELU", "GELU", "SILU").contains(activation.name())
                ? Initializer.heUniform()
                : Initializer.glorotUniform();

        assertThat(LayerDefinition.of(1, activation).initializer()).isEqualTo(expected);
    }

    @Test
    void changingAGivenArrayDoesNotChangeTheDefinition() {
        double[][] weights = {{1, 2}};
        double[] biases = {3, 4};
        var layer = given(weights, biases, true);

        weights[0][0] = 9;
        biases[0] = 9;
        layer.weights()[0][1] = 9;
        layer.biases()[1] = 9;

        assertThat(layer.weights()).isDeepEqualTo(new double[][] {{1, 2}});
        assertThat(layer.biases()).containsExactly(3, 4);
    }

    @Test
    void givenWeightsMustFitUnitsAndInputs() {
        rejects(() -> given(new double[][] {{1, 2, 3}}, null, true), "weights[0] must have 2 numbers", "has 3");
        rejects(() -> given(null, new double[] {1}, true), "biases must have 2 numbers", "have 1");
        rejects(() -> given(null, new double[] {1, 2}, false), "biases must be left out");
        rejects(
                () -> network(3, given(new double[][] {{1, 2}}, null, true)),
                "layers[0].weights must have 3 rows",
                "have 1");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 1e39})
    void givenNumbersMustBeFiniteInThePrecision(double number) {
        rejects(() -> network(1, given(new double[][] {{1, number}}, null, true)),
                "layers[0].weights[0][1] must be finite");
        rejects(() -> network(1, given(null, new double[] {number, 0}, true)), "layers[0].biases[0] must be finite");
    }

    @Test
    void valuesOutsideTheirRangeAreRejected() {
        rejects(() -> LayerDefinition.of(0, Activation.RELU), "units must be at least 1", "0");
        rejects(() -> layer(1, 0, 0), "dropout must be at least 0 and less than 1", "1.0");
        rejects(() -> layer(Double.NaN, 0, 0), "dropout");
        rejects(() -> layer(0, -1, 0), "l1 must be a finite number of at least 0");
        rejects(() -> layer(0, 0, Double.POSITIVE_INFINITY), "l2 must be a finite number of at least 0");
        rejects(() -> network(0, LayerDefinition.of(1, Activation.RELU)), "inputs must be at least 1");
        rejects(() -> network(1), "the number of layers must be at least 1");
        rejects(() -> new Initializer.Normal(0), "standardDeviation");
        rejects(() -> new Initializer.Uniform(Double.NaN), "limit");
        rejects(() -> new OptimizerDefinition.Sgd(0), "learningRate");
        rejects(() -> new OptimizerDefinition.Momentum(0.1, 1), "momentum");
        rejects(() -> new OptimizerDefinition.Adam(0.1, 0.9, 1, 1e-8), "beta2");
        rejects(() -> new OptimizerDefinition.Adamw(0.1, 0.9, 0.9, 1e-8, -1), "weightDecay");
    }

    @Test
    void dropoutInTheLastLayerIsRejected() {
        rejects(() -> network(1, layer(0.5, 0, 0)), "dropout must be 0 in the last layer", "0.5");
    }

    @Test
    void absurdSizesAreRejectedWithoutOverflow() {
        var huge = LayerDefinition.of(Integer.MAX_VALUE, Activation.RELU);

        rejects(() -> network(Integer.MAX_VALUE, huge, huge, huge, huge, huge), "at most 2147483639 parameters");
    }

    @Test
    void planWithASettingOutsideItsRangeIsRejected() {
        var plan = TrainingPlan.of(1, 1, new OptimizerDefinition.Sgd(0.1), 1, new Metric.Multiclass());

        rejects(() -> withClipNorm(plan, 0), "clipNorm");
        rejects(() -> plan.withMaxSeconds(-1), "maxSeconds");
        rejects(() -> withStopAtCost(plan, Double.NaN), "stopAtCost");
        rejects(() -> new EarlyStopping(EarlyStopping.Monitor.COST, 0, 0, true), "patience must be at least 1");
        rejects(
                () -> TrainingPlan.of(1, 0, new OptimizerDefinition.Sgd(0.1), 1, new Metric.Multiclass()),
                "batchSize must be at least 1");
    }

    private static LayerDefinition layer(double dropout, double l1, double l2) {
        return new LayerDefinition(2, Activation.RELU, true, dropout, l1, l2, null, null);
    }

    private static LayerDefinition given(double[][] weights, double[] biases, boolean bias) {
        return new LayerDefinition(2, Activation.RELU, bias, 0, 0, 0, weights, biases);
    }

    private static NetworkDefinition network(int inputs, LayerDefinition... layers) {
        return new NetworkDefinition(Precision.FLOAT32, inputs, List.of(layers), Loss.MEAN_SQUARED_ERROR);
    }

    private static void rejects(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... messageParts) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContainingAll(messageParts);
    }
}
