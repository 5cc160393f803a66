package dev.chainrule.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.matrix.kernel.ActivationFunction;
import dev.chainrule.matrix.kernel.CostFunction;
import dev.chainrule.matrix.kernel.KernelSelection;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes of NaN and infinity, with every implementation: a run that has left the numbers must not look sound again. */
class SpecialValuesTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    /** More than two vectors of any width, and a ragged end. */
    private static final int COLUMNS = 37;

    private static Stream<MatrixOperations> operations() {
        return Arrays.stream(Precision.values())
                .flatMap(precision -> Stream.of(Requested.SCALAR, Requested.VECTOR)
                        .map(requested -> MatrixOperations.of(
                                precision, KernelSelection.choose(requested), ComputeTeam.alone())));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void nanSumGivesNanActivationAndDerivative(MatrixOperations operations) {
        for (var f : ActivationFunction.values()) {
            for (var place : List.of(0, 17, COLUMNS - 1)) {
                var z = filled(operations, 0.5);
                z.set(0, place, Double.NaN);
                var a = filled(operations, 0);
                var delta = filled(operations, 1);

                operations.activate(f, z, a);
                operations.multiplyByDerivative(f, z, a, delta);

                assertThat(placesOfNaN(a)).as("%s", f).containsExactly(place);
                // The identity's derivative is a constant: it leaves δ alone.
                assertThat(placesOfNaN(delta)).as("%s′", f)
                        .isEqualTo(f == ActivationFunction.IDENTITY ? List.of() : List.of(place));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void softmaxOfMinusInfinityIsZero(MatrixOperations operations) {
        var z = Matrix.of(operations.precision(), new double[][] {{2, -INFINITY, 2}});

        operations.softmax(z, z);

        assertThat(z.toArray()).isDeepEqualTo(new double[][] {{0.5, 0, 0.5}});
    }

    @ParameterizedTest
    @MethodSource("operations")
    void softmaxOfARowWithNanIsNaNInThatRowOnly(MatrixOperations operations) {
        var z = Matrix.of(
                operations.precision(),
                new double[][] {{1, Double.NaN}, {3, 3}, {INFINITY, 1}, {-INFINITY, -INFINITY}});

        operations.softmax(z, z);

        assertThat(z.toArray()[0]).containsOnly(Double.NaN);
        assertThat(z.toArray()[1]).containsOnly(0.5);
        assertThat(z.toArray()[2]).containsOnly(Double.NaN);
        assertThat(z.toArray()[3]).containsOnly(Double.NaN);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void nanOutputGivesNanCostAndGradient(MatrixOperations operations) {
        for (var f : CostFunction.values()) {
            var output = filled(operations, 0.5);
            output.set(0, 17, Double.NaN);
            var target = filled(operations, 0.25);
            var delta = filled(operations, 0);

            operations.costGradient(f, output, target, delta);

            assertThat(operations.cost(f, output, target)).as("%s", f).isNaN();
            assertThat(placesOfNaN(delta)).as("%s", f).contains(17);
        }
    }

    private static Matrix filled(MatrixOperations operations, double value) {
        var matrix = Matrix.zeros(operations.precision(), 1, COLUMNS);
        matrix.fill(value);
        return matrix;
    }

    private static List<Integer> placesOfNaN(Matrix matrix) {
        return Stream.iterate(0, c -> c < matrix.columns(), c -> c + 1)
                .filter(c -> Double.isNaN(matrix.get(0, c)))
                .toList();
    }
}
