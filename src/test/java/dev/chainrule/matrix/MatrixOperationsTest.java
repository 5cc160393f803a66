package dev.chainrule.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.matrix.kernel.ActivationFunction;
import dev.chainrule.matrix.kernel.CostFunction;
import dev.chainrule.matrix.kernel.KernelSelection;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operation on a case worked out by hand, with every implementation. */
class MatrixOperationsTest {
    private static Stream<MatrixOperations> operations() {
        return Arrays.stream(Precision.values())
                .flatMap(precision -> Stream.of(Requested.SCALAR, Requested.VECTOR)
                        .map(requested -> MatrixOperations.of(
                                precision, KernelSelection.choose(requested), ComputeTeam.alone())));
    }

    private static Matrix matrix(MatrixOperations operations, double[]... rows) {
        return Matrix.of(operations.precision(), rows);
    }

    private static double[] row(double... values) {
        return values;
    }

    private static void assertRows(Matrix actual, double[]... expected) {
        for (var r = 0; r < expected.length; r++) {
            assertThat(actual.toArray()[r]).containsExactly(expected[r], within(1e-6));
        }
        assertThat(actual.rows()).isEqualTo(expected.length);
    }

    /** Once in each place of a vector and behind the last one; what is behind the count is left. */
    @ParameterizedTest
    @MethodSource("operations")
    void bytesAreShiftedAndThenScaled(MatrixOperations operations) {
        var bytes = new byte[300];
        IntStream.range(0, bytes.length).forEach(i -> bytes[i] = (byte) (i - 7));
        var c = matrix(operations, new double[280], new double[280]);

        operations.scaleBytes(bytes, 7, 277, 100, 0.25, c, 1);

        var expected = IntStream.range(0, 280).mapToDouble(i -> i < 277 ? (i % 256 - 100) * 0.25 : 0).toArray();
        assertThat(c.toArray()).isDeepEqualTo(new double[][] {new double[280], expected});
        assertThatThrownBy(() -> operations.scaleBytes(bytes, 24, 277, 0, 1, c, 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> operations.scaleBytes(bytes, 0, 281, 0, 1, c, 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void productsOfSmallMatricesAreAsCalculatedByHand(MatrixOperations operations) {
        var a = matrix(operations, row(1, 2, 3), row(4, 5, 6));
        var b = matrix(operations, row(7, 8), row(9, 10), row(11, 12));
        var c = matrix(operations, row(-1, -1), row(-1, -1));

        operations.multiply(a, b, c);
        assertRows(c, row(58, 64), row(139, 154));

        operations.multiplyTransposedLeft(b, b, c);
        assertRows(c, row(251, 278), row(278, 308));

        operations.multiplyTransposedRight(a, a, c);
        assertRows(c, row(14, 32), row(32, 77));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void elementwiseOperationsAreAsCalculatedByHand(MatrixOperations operations) {
        var c = matrix(operations, row(1, 2), row(3, 4));
        var r = matrix(operations, row(10, 20));

        operations.addRow(r, c);
        assertRows(c, row(11, 22), row(13, 24));
        operations.columnSums(c, r);
        assertRows(r, row(24, 46));
        operations.scale(2, c);
        assertRows(c, row(22, 44), row(26, 48));
        operations.addScaled(-1, matrix(operations, row(2, 4), row(6, 8)), c);
        assertRows(c, row(20, 40), row(20, 40));
        operations.multiplyElements(matrix(operations, row(1, 0.5), row(0, -1)), c);
        assertRows(c, row(20, 20), row(0, -40));
        assertThat(operations.sumOfSquares(c)).isEqualTo(2400);
        var weights = matrix(operations, row(2, -3), row(0, -0.0));
        operations.addPenaltyGradient(0.5, 0.25, weights, c);
        assertRows(c, row(21, 18.75), row(0, -40));
    }

    /** A row of weight 0 may hold anything. */
    @ParameterizedTest
    @MethodSource("operations")
    void rowOfWeightZeroCountsNothingEvenIfItHoldsNan(MatrixOperations operations) {
        var weights = matrix(operations, row(2), row(0), row(0.5));
        var c = matrix(operations, row(1, -2), row(Double.NaN, Double.POSITIVE_INFINITY), row(3, 4));
        var t = matrix(operations, row(0, 0), row(0, 0), row(1, 4));

        var cost = operations.cost(CostFunction.MEAN_SQUARED_ERROR, c, t, weights);
        operations.scaleRows(weights, c);

        assertThat(cost).isEqualTo((2 * 2.5 + 0.5 * 2) / 3);
        assertRows(c, row(2, -4), row(0, 0), row(1.5, 2));
        assertThatThrownBy(() -> operations.scaleRows(t, c)).hasMessageContaining("expected factors of 3×1");
        assertThatThrownBy(() -> operations.cost(CostFunction.HUBER, c, t, t))
                .hasMessageContaining("expected weights of 3×1");
        assertThatThrownBy(() -> operations.scaleRows(c.view(0, 3, 1), c)).isInstanceOf(AliasingException.class);
    }

    @ParameterizedTest
    @EnumSource
    void equalWeightsGiveTheCostWithoutWeights(CostFunction f) {
        var operations = float64();
        var y = matrix(operations, row(0.3, 0.6, 0.1), row(0.7, 0.2, 0.9));
        var t = matrix(operations, row(0.2, 0.5, 0.4), row(0, 1, 0));

        assertThat(operations.cost(f, y, t, matrix(operations, row(1), row(1))))
                .isEqualTo(operations.cost(f, y, t), within(1e-15));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void activationsHaveTheirFormulasValuesAlsoInPlace(MatrixOperations operations) {
        var z = matrix(operations, row(-2, 0, 3));
        var a = matrix(operations, row(9, 9, 9));

        operations.activate(ActivationFunction.RELU, z, a);
        assertRows(a, row(0, 0, 3));
        operations.activate(ActivationFunction.LEAKY_RELU, z, a);
        assertRows(a, row(-0.02, 0, 3));
        operations.activate(ActivationFunction.ELU, z, a);
        assertRows(a, row(-0.8646647, 0, 3));
        operations.activate(ActivationFunction.SELU, z, a);
        assertRows(a, row(-1.5201665, 0, 3.1521030));
        operations.activate(ActivationFunction.GELU, z, a);
        assertRows(a, row(-0.0455003, 0, 2.9959503));
        operations.activate(ActivationFunction.SILU, z, a);
        assertRows(a, row(-0.2384058, 0, 2.8577224));
        operations.activate(ActivationFunction.SOFTPLUS, z, a);
        assertRows(a, row(0.1269280, 0.6931472, 3.0485874));
        operations.activate(ActivationFunction.SOFTSIGN, z, a);
        assertRows(a, row(-2 / 3.0, 0, 0.75));
        operations.activate(ActivationFunction.TANH, z, a);
        assertRows(a, row(-0.9640276, 0, 0.9950548));
        operations.activate(ActivationFunction.IDENTITY, z, a);
        assertRows(a, row(-2, 0, 3));
        operations.activate(ActivationFunction.SIGMOID, a, a);
        assertRows(a, row(0.1192029, 0.5, 0.9525741));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void softmaxIsStableAndItsBackwardPassMatchesItsJacobian(MatrixOperations operations) {
        var a = matrix(operations, row(1000, 1000, -1000), row(0, Math.log(2), Math.log(5)));

        operations.softmax(a, a);
        assertRows(a, row(0.5, 0.5, 0), row(0.125, 0.25, 0.625));

        var delta = matrix(operations, row(1, 0, 0), row(0, 4, 0));
        operations.softmaxBackward(a, delta);
        assertRows(delta, row(0.25, -0.25, 0), row(-0.125, 0.75, -0.625));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void costsAreMeansAsCalculatedByHand(MatrixOperations operations) {
        var y = matrix(operations, row(0.25, 0.5), row(2, 0.75));
        var t = matrix(operations, row(0, 1), row(0, 1));

        assertThat(operations.cost(CostFunction.MEAN_SQUARED_ERROR, y, t)).isEqualTo(4.375 / 4);
        assertThat(operations.cost(CostFunction.HALF_MEAN_SQUARED_ERROR, y, t)).isEqualTo(4.375 / 8);
        assertThat(operations.cost(CostFunction.MEAN_ABSOLUTE_ERROR, y, t)).isEqualTo(0.75);
        assertThat(operations.cost(CostFunction.HUBER, y, t)).isEqualTo((0.03125 + 0.125 + 1.5 + 0.03125) / 4);
        var p = matrix(operations, row(0.25, 0.5), row(0.5, 0.75));
        var log = Math.log(2);
        assertThat(operations.cost(CostFunction.BINARY_CROSS_ENTROPY, p, t))
                .isEqualTo(-(Math.log(0.75) * 2 - 2 * log) / 4, within(1e-7));
        assertThat(operations.cost(CostFunction.CATEGORICAL_CROSS_ENTROPY, p, t))
                .isEqualTo((log - Math.log(0.75)) / 2, within(1e-7));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void logitsOfAThousandGiveFiniteCostsAndTheLimitsOfTheGradients(MatrixOperations operations) {
        var z = matrix(operations, row(1000, -1000), row(-1000, 1000));
        var t = matrix(operations, row(0, 1), row(0, 1));
        var delta = matrix(operations, row(9, 9), row(9, 9));

        assertThat(operations.cost(CostFunction.SIGMOID_CROSS_ENTROPY, z, t)).isEqualTo(500);
        var p = matrix(operations, row(0, 0), row(0, 0));
        operations.activate(ActivationFunction.SIGMOID, z, p);
        operations.costGradient(CostFunction.SIGMOID_CROSS_ENTROPY, p, t, delta);
        assertRows(delta, row(0.25, -0.25), row(0, 0));

        assertThat(operations.cost(CostFunction.SOFTMAX_CROSS_ENTROPY, z, t)).isEqualTo(1000);
        operations.softmax(z, p);
        operations.costGradient(CostFunction.SOFTMAX_CROSS_ENTROPY, p, t, delta);
        assertRows(delta, row(0.5, -0.5), row(0, 0));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void probabilitiesOfZeroAndOneGiveFiniteCostsAndZeroGradient(MatrixOperations operations) {
        var p = matrix(operations, row(0, 1));
        var t = matrix(operations, row(1, 0));
        var delta = matrix(operations, row(9, 9));
        var smallest = operations.precision() == Precision.FLOAT32
                ? CostFunction.SMALLEST_PROBABILITY_FLOAT32
                : CostFunction.SMALLEST_PROBABILITY_FLOAT64;

        assertThat(operations.cost(CostFunction.BINARY_CROSS_ENTROPY, p, t)).isEqualTo(-Math.log(smallest),
                within(1e-4));
        operations.costGradient(CostFunction.BINARY_CROSS_ENTROPY, p, t, delta);
        assertRows(delta, row(0, 0));
        operations.costGradient(CostFunction.CATEGORICAL_CROSS_ENTROPY, p, t, delta);
        assertRows(delta, row(0, 0));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void softmaxGradientCountsTargetsThatSumToThree(MatrixOperations operations) {
        var p = matrix(operations, row(0.5, 0.5));
        var delta = matrix(operations, row(9, 9));

        operations.costGradient(CostFunction.SOFTMAX_CROSS_ENTROPY, p, matrix(operations, row(1, 2)), delta);

        assertRows(delta, row(0.5, -0.5));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void firstStepOfEveryOptimizerIsAsCalculatedByHand(MatrixOperations operations) {
        var g = matrix(operations, row(2, -0.5));
        assertRows(step(operations, (p, x) -> operations.steps().sgd(p, g, 0, 2, 0.1)), row(0.8, 1.05));
        assertRows(step(operations, (p, x) -> operations.steps().momentum(p, g, x[0], 0, 2, 0.1, 0.9)), row(0.8, 1.05));
        assertRows(step(operations, (p, x) -> operations.steps().nesterov(p, g, x[0], 0, 2, 0.1, 0.9)),
                row(0.62, 1.095));
        assertRows(step(operations, (p, x) -> operations.steps().adagrad(p, g, x[0], 0, 2, 0.1, 0)), row(0.9, 1.1));
        assertRows(step(operations, (p, x) -> operations.steps().rmsprop(p, g, x[0], 0, 2, 0.1, 0.75, 0)),
                row(0.8, 1.2));
        assertRows(
                step(operations, (p, x) -> operations.steps().adadelta(p, g, x[0], x[1], 0, 2, 0.1, 0.75, 0.01)),
                row(1 - 0.1 * 2 * Math.sqrt(0.01 / 1.01), 1 + 0.05 * Math.sqrt(0.01 / 0.0725)));
        // With its corrections of step 1, 1 − β₁ and √(1 − β₂), adam's first step is lr against the gradient's sign.
        var root = Math.sqrt(0.001);
        assertRows(
                step(operations, (p, x) -> operations.steps().adam(p, g, x[0], x[1], 0, 2, 0.9, 0.999, 1, root, 0)),
                row(0.9, 1.1));
        assertRows(
                step(operations,
                        (p, x) -> operations.steps().amsgrad(p, g, x[0], x[1], x[2], 0, 2, 0.9, 0.999, 1, root, 0)),
                row(0.9, 1.1));
        assertRows(step(operations, (p, x) -> operations.steps().adamax(p, g, x[0], x[1], 0, 2, 0.9, 0.999, 1, 0)),
                row(0.9, 1.1));
        assertRows(
                step(operations,
                        (p, x) -> operations.steps().nadam(p, g, x[0], x[1], 0, 2, 0.9, 0.999, 0.1, 1, root, 0)),
                row(0.8, 1.2));
    }

    private interface Step {
        void run(Matrix p, Matrix[] state);
    }

    private static Matrix step(MatrixOperations operations, Step step) {
        var p = matrix(operations, row(1, 1));
        var state = Stream.generate(() -> Matrix.zeros(operations.precision(), 1, 2)).limit(3).toArray(Matrix[]::new);
        step.run(p, state);
        return p;
    }

    /** (f(z + h) − f(z − h)) / 2h, with z away from the corners of the piecewise functions. */
    @ParameterizedTest
    @EnumSource
    void derivativesAgreeWithCentralDifferences(ActivationFunction f) {
        var operations = float64();
        var h = 1e-5;
        for (var z = -6.03; z < 6; z += 0.1) {
            var x = matrix(operations, row(z, z - h, z + h));
            var a = matrix(operations, row(0, 0, 0));
            var delta = matrix(operations, row(1, 1, 1));
            operations.activate(f, x, a);
            operations.multiplyByDerivative(f, x, a, delta);
            assertThat(delta.get(0, 0)).as("f′(%f)", z).isEqualTo((a.get(0, 2) - a.get(0, 1)) / (2 * h), within(1e-9));
        }
    }

    @ParameterizedTest
    @EnumSource
    void costGradientsAgreeWithCentralDifferences(CostFunction f) {
        var operations = float64();
        var y = matrix(operations, row(0.3, 0.6, 0.1), row(0.7, 0.2, 0.9));
        var t = matrix(operations, row(0.2, 0.5, 0.4), row(0, 1, 0));
        var delta = matrix(operations, row(0, 0, 0), row(0, 0, 0));
        var h = 1e-6;

        operations.costGradient(f, activated(operations, f, y), t, delta);

        for (var r = 0; r < 2; r++) {
            for (var c = 0; c < 3; c++) {
                var at = y.get(r, c);
                y.set(r, c, at + h);
                var above = operations.cost(f, y, t);
                y.set(r, c, at - h);
                var below = operations.cost(f, y, t);
                y.set(r, c, at);
                assertThat(delta.get(r, c)).isEqualTo((above - below) / (2 * h), within(1e-8));
            }
        }
    }

    /** What a cost's gradient takes: the activations, where the cost takes logits. */
    private static Matrix activated(MatrixOperations operations, CostFunction f, Matrix y) {
        var a = Matrix.zeros(y.precision(), y.rows(), y.columns());
        switch (f) {
            case SIGMOID_CROSS_ENTROPY -> operations.activate(ActivationFunction.SIGMOID, y, a);
            case SOFTMAX_CROSS_ENTROPY -> operations.softmax(y, a);
            case MEAN_SQUARED_ERROR, HALF_MEAN_SQUARED_ERROR, MEAN_ABSOLUTE_ERROR, HUBER, BINARY_CROSS_ENTROPY,
                    CATEGORICAL_CROSS_ENTROPY ->
                a.copyFrom(y);
        }
        return a;
    }

    private static MatrixOperations float64() {
        return MatrixOperations.of(Precision.FLOAT64, KernelSelection.choose(Requested.AUTO), ComputeTeam.alone());
    }

    @Test
    void refusesOperandsThatDoNotFit() {
        var operations = float64();
        var a = Matrix.zeros(Precision.FLOAT64, 2, 3);
        var b = Matrix.zeros(Precision.FLOAT64, 3, 4);

        assertThatThrownBy(() -> operations.multiply(a, a, b))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("expected a right factor of 3×3, actual 2×3");
        assertThatThrownBy(() -> operations.multiply(a, b, b)).hasMessage("expected a product of 2×4, actual 3×4");
        assertThatThrownBy(() -> operations.multiplyTransposedLeft(a, b, b))
                .hasMessage("expected a right factor of 2×4, actual 3×4");
        assertThatThrownBy(() -> operations.multiplyTransposedRight(a, b, b))
                .hasMessage("expected a right factor of 3×3, actual 3×4");
        assertThatThrownBy(() -> operations.scale(2, Matrix.zeros(Precision.FLOAT32, 1, 1)))
                .hasMessage("expected precision FLOAT64, actual FLOAT32");
        assertThatThrownBy(() -> operations.addRow(a, a)).hasMessage("expected a row of 1×3, actual 2×3");
        assertThatThrownBy(() -> operations.steps().sgd(a, b, 0, 6, 1))
                .hasMessage("expected a gradient of 2×3, actual 3×4");
    }

    @Test
    void refusesResultsThatWouldOverwriteTheirOperands() {
        var operations = float64();
        var memory = Matrix.zeros(Precision.FLOAT64, 1, 12);
        var a = memory.view(0, 2, 2);

        assertThatThrownBy(() -> operations.multiply(a, a, a)).isInstanceOf(AliasingException.class);
        assertThatThrownBy(() -> operations.multiply(a, memory.view(8, 2, 2), memory.view(3, 2, 2)))
                .isInstanceOf(AliasingException.class);
        assertThatThrownBy(() -> operations.activate(ActivationFunction.TANH, a, memory.view(1, 2, 2)))
                .isInstanceOf(AliasingException.class)
                .hasMessageContaining("overlap in part");
        operations.multiply(a, memory.view(4, 2, 2), memory.view(8, 2, 2));
        operations.multiply(a, a, memory.view(4, 2, 2));
    }
}
