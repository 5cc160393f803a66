package dev.chainrule.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Initializer.Distribution;
import dev.chainrule.network.Initializer.Scale;
import dev.chainrule.network.Initializer.Scaled;
import dev.chainrule.network.RandomStream.Purpose;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InitializerTest {
    private static final int FAN_IN = 200;
    private static final int FAN_OUT = 300;

    static Arguments[] initializers() {
        return new Arguments[] {
            Arguments.of(Initializer.zeros(), 0.0, 0.0),
            Arguments.of(new Initializer.Normal(1), 1.0, Double.POSITIVE_INFINITY),
            Arguments.of(new Initializer.Normal(0.01), 1e-4, Double.POSITIVE_INFINITY),
            Arguments.of(Initializer.uniform(), 1.0 / 3, 1.0),
            Arguments.of(new Initializer.Uniform(0.3), 0.03, 0.3),
            Arguments.of(Initializer.glorotUniform(), 2.0 / 500, Math.sqrt(6.0 / 500)),
            Arguments.of(new Scaled(Scale.GLOROT, Distribution.NORMAL), 2.0 / 500, Double.POSITIVE_INFINITY),
            Arguments.of(Initializer.heUniform(), 2.0 / 200, Math.sqrt(6.0 / 200)),
            Arguments.of(new Scaled(Scale.HE, Distribution.NORMAL), 2.0 / 200, Double.POSITIVE_INFINITY),
            Arguments.of(new Scaled(Scale.LECUN, Distribution.UNIFORM), 1.0 / 200, Math.sqrt(3.0 / 200)),
            Arguments.of(new Scaled(Scale.LECUN, Distribution.NORMAL), 1.0 / 200, Double.POSITIVE_INFINITY),
        };
    }

    @ParameterizedTest
    @MethodSource("initializers")
    void weightsHaveTheVarianceAndTheLimitOfTheirInitializer(Initializer initializer, double variance, double limit) {
        var weights = Matrix.zeros(Precision.FLOAT64, FAN_IN, FAN_OUT);

        initializer.fill(weights, RandomStream.of(3, Purpose.INITIALISATION, 0));

        var values = Arrays.stream(weights.toArray()).flatMapToDouble(Arrays::stream).toArray();
        double deviation = Math.sqrt(variance);
        // 60 000 numbers: five standard errors of a normal's mean and variance are 2 % and 2.9 %.
        assertThat(Arrays.stream(values).average().orElseThrow()).isCloseTo(0, within(0.021 * deviation));
        assertThat(Arrays.stream(values).map(w -> w * w).average().orElseThrow()).isCloseTo(variance,
                within(0.029 * variance));
        assertThat(Arrays.stream(values).map(Math::abs).max().orElseThrow())
                .isLessThanOrEqualTo(limit)
                .isGreaterThanOrEqualTo(limit < 10 ? 0.999 * limit : 3 * deviation);
    }
}
