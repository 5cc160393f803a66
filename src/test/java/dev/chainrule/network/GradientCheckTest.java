package dev.chainrule.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.RandomStream.Purpose;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every gradient against (C(p + h) − C(p − h)) / 2h in float64, parameter by parameter. */
class GradientCheckTest {
    private static final int ROWS = 5;
    private static final int INPUTS = 3;
    private static final int OUTPUTS = 3;

    private static final double STEP = 1e-5;

    /**
     * Relative to the largest gradient. Central differences are off by h²/6·C‴ ≈ 1e-11·C‴ and by 2⁻⁵³·C/h ≈ 1e-11·C.
     */
    private static final double BOUND = 1e-8;

    /** So far from every kink that a step cannot cross it. */
    private static final double CLEARANCE = 1e-3;

    static Stream<Arguments> activationsAndLosses() {
        return Stream.of(Activation.values())
                .flatMap(activation -> Stream.of(Loss.values()).map(loss -> Arguments.of(activation, loss)));
    }

    @ParameterizedTest
    @MethodSource("activationsAndLosses")
    void gradientsOfEveryActivationBeforeEveryLossAreCentralDifferences(Activation activation, Loss loss) {
        check(network(loss, LayerDefinition.of(4, Activation.TANH), output(activation, loss)), 0);
    }

    @ParameterizedTest
    @EnumSource
    void gradientsOfEveryActivationInHiddenLayersAreCentralDifferences(Activation activation) {
        check(
                network(
                        Loss.MEAN_SQUARED_ERROR,
                        LayerDefinition.of(6, activation),
                        LayerDefinition.of(5, activation),
                        LayerDefinition.of(OUTPUTS, Activation.IDENTITY)),
                0);
    }

    @Test
    void penaltiesAreInTheGradientsOfWeightsAndNotOfBiases() {
        check(
                network(
                        Loss.CATEGORICAL_CROSS_ENTROPY,
                        new LayerDefinition(5, Activation.TANH, true, 0, 0.02, 0, null,
                                new double[] {1, 2, 3, 4, 5}),
                        new LayerDefinition(4, Activation.GELU, true, 0, 0, 0.3, null, null),
                        new LayerDefinition(OUTPUTS, Activation.SOFTMAX, true, 0, 0.01, 0.1, null, null)),
                0);
    }

    @Test
    void gradientsOfLayersWithoutBiasAreCentralDifferences() {
        check(
                network(
                        Loss.BINARY_CROSS_ENTROPY,
                        new LayerDefinition(5, Activation.SILU, false, 0, 0, 0, null, null),
                        new LayerDefinition(OUTPUTS, Activation.SIGMOID, false, 0, 0, 0, null, null)),
                0);
    }

    @Test
    void gradientsOfSevenLayersAreCentralDifferences() {
        check(
                network(
                        Loss.HUBER,
                        LayerDefinition.of(7, Activation.TANH),
                        LayerDefinition.of(6, Activation.SOFTPLUS),
                        LayerDefinition.of(5, Activation.SOFTMAX),
                        LayerDefinition.of(6, Activation.SOFTSIGN),
                        LayerDefinition.of(4, Activation.SIGMOID),
                        LayerDefinition.of(5, Activation.ELU),
                        LayerDefinition.of(OUTPUTS, Activation.TANH)),
                0);
    }

    @Test
    void gradientsWithDropoutAreCentralDifferencesWithTheSameMask() {
        check(
                network(
                        Loss.MEAN_SQUARED_ERROR,
                        new LayerDefinition(8, Activation.TANH, true, 0.5, 0, 0, null, null),
                        new LayerDefinition(6, Activation.SOFTMAX, true, 0.25, 0, 0, null, null),
                        LayerDefinition.of(OUTPUTS, Activation.IDENTITY)),
                3);
    }

    /**
     * Zero-weight start values that put the outputs well inside (0, 1) for the losses that take probabilities, and
     * around 0 else.
     */
    private static LayerDefinition output(Activation activation, Loss loss) {
        boolean probabilities = loss == Loss.BINARY_CROSS_ENTROPY || loss == Loss.CATEGORICAL_CROSS_ENTROPY;
        double centre = !probabilities
                ? 0
                : switch (activation) {
                    case IDENTITY, TANH, RELU, LEAKY_RELU, ELU, SELU, SIGMOID, SOFTMAX -> 0.5;
                    case GELU, SILU, SOFTSIGN -> 0.8;
                    case SOFTPLUS -> -0.5;
                };
        double limit = probabilities ? 0.1 : 1;
        return new LayerDefinition(
                OUTPUTS,
                activation,
                new Initializer.Uniform(limit),
                true,
                0,
                0,
                0,
                null,
                new double[] {centre, centre + 0.06, centre - 0.07});
    }

    private static Network network(Loss loss, LayerDefinition... layers) {
        return Network.initialize(new NetworkDefinition(Precision.FLOAT64, INPUTS, List.of(layers), loss), 11);
    }

    /** @param dropoutEpoch whose masks are dropped by, the same for every evaluation of the cost */
    private static void check(Network network, long dropoutEpoch) {
        var gradient = new Parameters(network.definition());
        var pass = LayeredPass.forTraining(network, ROWS, gradient, false, Engine.FLOAT64);
        var random = RandomStream.of(5, Purpose.SPLIT, 0);
        fill(pass.x(), random, -1.5, 1.5);
        fillTargets(pass.y(), random, network.definition().loss());

        double cost = cost(network, pass, dropoutEpoch);
        pass.backward(null);
        assertClearOfKinks(network, pass);

        double scale = largest(gradient.flat());
        assertThat(cost).isFinite();
        assertThat(scale).isGreaterThan(1e-4);
        for (int i = 0; i < gradient.flat().columns(); i++) {
            double numeric = centralDifference(network, pass, i, dropoutEpoch);
            double error = Math.abs(gradient.flat().get(0, i) - numeric) / scale;
            assertThat(error).as("parameter %d: %s, numerically %s", i, gradient.flat().get(0, i), numeric)
                    .isLessThan(BOUND);
        }
    }

    private static double centralDifference(Network network, LayeredPass pass, int i, long dropoutEpoch) {
        var parameters = network.parameters();
        double start = parameters.get(0, i);
        parameters.set(0, i, start + STEP);
        double above = cost(network, pass, dropoutEpoch);
        parameters.set(0, i, start - STEP);
        double below = cost(network, pass, dropoutEpoch);
        parameters.set(0, i, start);
        return (above - below) / (2 * STEP);
    }

    /** With penalties, added up here on their own. */
    private static double cost(Network network, LayeredPass pass, long dropoutEpoch) {
        pass.forward(RandomStream.of(1, Purpose.DROPOUT, dropoutEpoch));
        double cost = pass.cost();
        for (int l = 0; l < network.definition().layers().size(); l++) {
            var layer = network.definition().layers().get(l);
            for (double[] row : network.weights(l).toArray()) {
                for (double w : row) {
                    cost += layer.l1() * Math.abs(w) + layer.l2() / 2 * w * w;
                }
            }
        }
        return cost;
    }

    private static void fillTargets(Matrix y, RandomStream random, Loss loss) {
        switch (loss) {
            case BINARY_CROSS_ENTROPY, CATEGORICAL_CROSS_ENTROPY -> fill(y, random, 0.1, 0.9);
            case MEAN_SQUARED_ERROR, HALF_MEAN_SQUARED_ERROR, MEAN_ABSOLUTE_ERROR -> fill(y, random, -2, 2);
            // Errors on both sides of Huber's δ = 1.
            case HUBER -> fill(y, random, -4, 4);
        }
    }

    private static void fill(Matrix matrix, RandomStream random, double from, double to) {
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                matrix.set(i, j, from + (to - from) * random.nextDouble());
            }
        }
    }

    /**
     * A difference quotient across a kink is no derivative: the fixed seeds above stay clear of them, and this says so.
     */
    private static void assertClearOfKinks(Network network, LayeredPass pass) {
        var layers = network.definition().layers();
        for (int l = 0; l < layers.size(); l++) {
            switch (layers.get(l).activation()) {
                case RELU, LEAKY_RELU, SELU -> assertThat(smallest(pass.z(l))).isGreaterThan(CLEARANCE);
                case IDENTITY, SIGMOID, TANH, ELU, GELU, SILU, SOFTPLUS, SOFTSIGN, SOFTMAX -> {}
            }
        }
        switch (network.definition().loss()) {
            case BINARY_CROSS_ENTROPY, CATEGORICAL_CROSS_ENTROPY ->
                assertThat(values(pass.outputs())).allSatisfy(p -> assertThat(p).isBetween(CLEARANCE, 1 - CLEARANCE));
            case MEAN_ABSOLUTE_ERROR -> assertThat(smallest(errors(pass))).isGreaterThan(CLEARANCE);
            case MEAN_SQUARED_ERROR, HALF_MEAN_SQUARED_ERROR, HUBER -> {}
        }
    }

    private static Matrix errors(LayeredPass pass) {
        var errors = Matrix.zeros(Precision.FLOAT64, ROWS, OUTPUTS);
        errors.copyFrom(pass.outputs());
        Engine.FLOAT64.addScaled(-1, pass.y(), errors);
        return errors;
    }

    private static double smallest(Matrix matrix) {
        return values(matrix).map(Math::abs).min(Double::compare).orElseThrow();
    }

    private static double largest(Matrix matrix) {
        return values(matrix).map(Math::abs).max(Double::compare).orElseThrow();
    }

    private static Stream<Double> values(Matrix matrix) {
        return Stream.of(matrix.toArray()).flatMap(row -> Arrays.stream(row).boxed());
    }
}
