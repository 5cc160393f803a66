package dev.chainrule.matrix.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ElementaryFunctionsTest {
    private static final int POINTS = 2_000;

    /** A function over a range, with the bound on its error in ulp. */
    record Function(
            String name,
            DoubleUnaryOperator float32,
            DoubleUnaryOperator float64,
            UnaryOperator<BigDecimal> exact,
            double from,
            double to,
            double ulps) {
        @Override
        public String toString() {
            return name + " over " + from + " to " + to;
        }
    }

    private static Stream<Function> functions() {
        return Stream.of(
                new Function("exp", x -> Float32Math.exp((float) x), Float64Math::exp, ExactFunctions::exp, -87, 88, 2),
                new Function("exp", x -> Float32Math.exp((float) x), Float64Math::exp, ExactFunctions::exp, -1, 1, 2),
                new Function("exp", x -> Float32Math.exp((float) x), Float64Math::exp, ExactFunctions::exp, -103, -87,
                        2),
                new Function("expm1", x -> Float32Math.expm1((float) x), Float64Math::expm1, ExactFunctions::expm1, -2,
                        2, 2),
                new Function("expm1", x -> Float32Math.expm1((float) x), Float64Math::expm1, ExactFunctions::expm1, -30,
                        20, 2),
                new Function("expm1", x -> Float32Math.expm1((float) x), Float64Math::expm1, ExactFunctions::expm1,
                        -1e-3, 1e-3, 2),
                new Function("log", x -> Float32Math.log((float) x), Float64Math::log, ExactFunctions::log, 0.3, 3, 2),
                new Function("log", x -> Float32Math.log((float) x), Float64Math::log, ExactFunctions::log, 0.99, 1.01,
                        2),
                new Function("log", x -> Float32Math.log((float) x), Float64Math::log, ExactFunctions::log, 1e-40,
                        1e-37, 2),
                new Function("log", x -> Float32Math.log((float) x), Float64Math::log, ExactFunctions::log, 1, 1e30, 2),
                new Function("tanh", x -> Float32Math.tanh((float) x), Float64Math::tanh, ExactFunctions::tanh, -1, 1,
                        2),
                new Function("tanh", x -> Float32Math.tanh((float) x), Float64Math::tanh, ExactFunctions::tanh, -25, 25,
                        2),
                new Function("tanh", x -> Float32Math.tanh((float) x), Float64Math::tanh, ExactFunctions::tanh, -1e-4,
                        1e-4, 2),
                new Function("sigmoid", x -> Float32Math.sigmoid((float) x), Float64Math::sigmoid,
                        ExactFunctions::sigmoid, -5, 5, 2),
                new Function("sigmoid", x -> Float32Math.sigmoid((float) x), Float64Math::sigmoid,
                        ExactFunctions::sigmoid, -87, 40, 2),
                new Function("softplus", x -> Float32Math.softplus((float) x), Float64Math::softplus,
                        ExactFunctions::softplus, -5, 5, 2),
                new Function("softplus", x -> Float32Math.softplus((float) x), Float64Math::softplus,
                        ExactFunctions::softplus, -87, 40, 2),
                new Function("gelu", x -> Float32Math.gelu((float) x), Float64Math::gelu, ExactFunctions::gelu, -3, 3,
                        6),
                new Function("gelu", x -> Float32Math.gelu((float) x), Float64Math::gelu, ExactFunctions::gelu, -8, 8,
                        6));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void float32ErrorIsWithinItsBound(Function function) {
        var random = new SplittableRandom(1);
        var worst = 0.0;
        for (var i = 0; i < POINTS; i++) {
            var x = (float) random.nextDouble(function.from, function.to);
            var exact = function.exact.apply(new BigDecimal(x));
            worst = Math.max(worst, ulps(function.float32.applyAsDouble(x), exact, Math.ulp(exact.floatValue())));
        }
        assertThat(worst).isLessThanOrEqualTo(function.ulps);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void float64ErrorIsWithinItsBound(Function function) {
        var random = new SplittableRandom(2);
        var worst = 0.0;
        for (var i = 0; i < POINTS; i++) {
            var x = random.nextDouble(function.from, function.to);
            var exact = function.exact.apply(new BigDecimal(x));
            worst = Math.max(worst, ulps(function.float64.applyAsDouble(x), exact, Math.ulp(exact.doubleValue())));
        }
        assertThat(worst).isLessThanOrEqualTo(function.ulps);
    }

    private static double ulps(double computed, BigDecimal exact, double ulp) {
        return new BigDecimal(computed)
                .subtract(exact)
                .divide(new BigDecimal(ulp), MathContext.DECIMAL64)
                .abs()
                .doubleValue();
    }

    @Test
    void geluDerivativeErrorIsAtMostFourUlpOfOne() {
        var random = new SplittableRandom(3);
        for (var i = 0; i < POINTS; i++) {
            var x = (float) random.nextDouble(-8, 8);
            var exact = ExactFunctions.geluDerivative(new BigDecimal(x));
            assertThat(ulps(Float32Math.geluDerivative(x), exact, Math.ulp(1f))).isLessThanOrEqualTo(4);
            assertThat(ulps(Float64Math.geluDerivative(x), exact, Math.ulp(1.0))).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void valuesAtTheEndsOfTheRangeAreTheLimits() {
        assertThat(Float32Math.exp(Float.NEGATIVE_INFINITY)).isEqualTo(0);
        assertThat(Float32Math.exp(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Float32Math.exp(88.8f)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Float64Math.exp(Double.NEGATIVE_INFINITY)).isEqualTo(0);
        assertThat(Float64Math.exp(709.8)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Float64Math.exp(-745.2)).isEqualTo(0);
        assertThat(Float64Math.exp(-745)).isEqualTo(Double.MIN_VALUE);
        assertThat(Float32Math.exp(0)).isEqualTo(1);
        assertThat(Float64Math.exp(-0.0)).isEqualTo(1);

        assertThat(Float32Math.log(0)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(Float64Math.log(-0.0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Float32Math.log(-1)).isNaN();
        assertThat(Float64Math.log(Double.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Float64Math.log(1)).isEqualTo(0);

        assertThat(Float32Math.tanh(Float.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(Float64Math.tanh(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(Double.doubleToRawLongBits(Float64Math.tanh(-0.0))).isEqualTo(Double.doubleToRawLongBits(-0.0));
        assertThat(Float64Math.tanh(Double.MIN_VALUE)).isEqualTo(Double.MIN_VALUE);
        assertThat(Float32Math.sigmoid(Float.NEGATIVE_INFINITY)).isEqualTo(0);
        assertThat(Float64Math.sigmoid(1000)).isEqualTo(1);
        assertThat(Float64Math.sigmoid(0)).isEqualTo(0.5);
        assertThat(Float32Math.softplus(1000)).isEqualTo(1000);
        assertThat(Float64Math.softplus(-1000)).isEqualTo(0);
        assertThat(Float64Math.softplus(Double.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Float64Math.expm1(-1000)).isEqualTo(-1);
        assertThat(Float32Math.gelu(1000)).isEqualTo(1000);
        assertThat(Float64Math.gelu(-1000)).isEqualTo(0);
        assertThat(Float64Math.geluDerivative(1000)).isEqualTo(1);
        assertThat(Float64Math.geluDerivative(0)).isEqualTo(0.5);
    }

    @Test
    void nanGivesNaN() {
        assertThat(Stream.<DoubleUnaryOperator>of(
                Float64Math::exp,
                Float64Math::expm1,
                Float64Math::log,
                Float64Math::sigmoid,
                Float64Math::tanh,
                Float64Math::softplus,
                Float64Math::gelu,
                Float64Math::geluDerivative,
                x -> Float32Math.exp((float) x),
                x -> Float32Math.expm1((float) x),
                x -> Float32Math.log((float) x),
                x -> Float32Math.sigmoid((float) x),
                x -> Float32Math.tanh((float) x),
                x -> Float32Math.softplus((float) x),
                x -> Float32Math.gelu((float) x),
                x -> Float32Math.geluDerivative((float) x))
                .map(f -> f.applyAsDouble(Double.NaN)))
                .allMatch(d -> d.isNaN());
    }
}
