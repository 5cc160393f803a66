package dev.chainrule.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowWeightsTest {
    private static double[] normalised(double... weights) {
        var normalised = RowWeights.inPlace(weights);
        return IntStream.range(0, weights.length).mapToDouble(normalised::of).toArray();
    }

    @Test
    void weightsAreDividedByTheirMean() {
        assertThat(normalised(1, 2, 3, 10)).containsExactly(0.25, 0.5, 0.75, 2.5);
        assertThat(normalised(0, 6, 0)).containsExactly(0, 3, 0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.MIN_VALUE, 1e-300, 0.1, 1, 7e9, Double.MAX_VALUE})
    void equalWeightsCountAsNoWeights(double weight) {
        var weights = RowWeights.inPlace(new double[] {weight, weight, weight});

        assertThat(weights).isSameAs(RowWeights.ALIKE);
        assertThat(weights.differ()).isFalse();
        assertThat(weights.of(2)).isEqualTo(1);
    }

    @Test
    void largestAndSmallestDoublesAreNormalised() {
        assertThat(normalised(Double.MAX_VALUE, Double.MAX_VALUE, 0, 0)).containsExactly(2, 2, 0, 0);
        assertThat(normalised(Double.MIN_VALUE, 3 * Double.MIN_VALUE)).containsExactly(0.5, 1.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void negativeOrInfiniteWeightIsRejected(double weight) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RowWeights.inPlace(new double[] {1, weight}))
                .withMessage("a weight must be a finite number of at least 0, but is " + weight);
    }

    @Test
    void weightsThatAreAllZeroAreRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RowWeights.inPlace(new double[2]))
                .withMessage("the largest weight must be a finite number greater than 0, but is 0.0");
    }

    @Test
    void weightsAreGatheredInTheOrderOfTheBatchSomeRowsAtATime() {
        var weights = RowWeights.inPlace(new double[] {1, 2, 3, 10});
        var w = Matrix.zeros(Precision.FLOAT32, 3, 1);

        weights.gather(new int[] {3, 2, 1, 0}, 1, 1, 2, w);

        assertThat(w.toArray()).isDeepEqualTo(new double[][] {{0}, {0.5}, {0.25}});
    }
}
