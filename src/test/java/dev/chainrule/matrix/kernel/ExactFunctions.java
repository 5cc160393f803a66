package dev.chainrule.matrix.kernel;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Elementary functions to many more digits than float64 has, by plain series: the reference for the kernels' own. Of the 45 digits, the
 * worst cancellation, in the normal distribution's tail at −8, takes 16, and float64 has 17.
 */
final class ExactFunctions {
    private static final MathContext DIGITS = new MathContext(45);
    private static final BigDecimal NEGLIGIBLE = new BigDecimal("1e-45");
    private static final BigDecimal TWO = BigDecimal.TWO;
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final BigDecimal ROOT_OF_TWO_PI =
            new BigDecimal("2.50662827463100050241576528481104525300698674060993831662992357634229365460784");

    private ExactFunctions() {}

    static BigDecimal exp(BigDecimal x) {
        var halvings = Math.max(0, x.precision() - x.scale()) * 4 + 8;
        var reduced = x.divide(TWO.pow(halvings), DIGITS);
        var term = BigDecimal.ONE;
        var sum = BigDecimal.ONE;
        for (var i = 1; term.abs().compareTo(NEGLIGIBLE) > 0; i++) {
            term = term.multiply(reduced, DIGITS).divide(BigDecimal.valueOf(i), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        for (var i = 0; i < halvings; i++) {
            sum = sum.multiply(sum, DIGITS);
        }
        return sum;
    }

    static BigDecimal expm1(BigDecimal x) {
        if (x.abs().compareTo(new BigDecimal("1e-15")) < 0) {
            return x.add(x.multiply(x).multiply(HALF), DIGITS);
        }
        return exp(x).subtract(BigDecimal.ONE, DIGITS);
    }

    /** Newton's method on e^y = x, from float64's logarithm: each step doubles its 16 digits. */
    static BigDecimal log(BigDecimal x) {
        var y = new BigDecimal(StrictMath.log(x.doubleValue()));
        for (var i = 0; i < 2; i++) {
            y = y.add(x.divide(exp(y), DIGITS).subtract(BigDecimal.ONE, DIGITS), DIGITS);
        }
        return y;
    }

    static BigDecimal sigmoid(BigDecimal x) {
        return BigDecimal.ONE.divide(BigDecimal.ONE.add(exp(x.negate()), DIGITS), DIGITS);
    }

    static BigDecimal tanh(BigDecimal x) {
        var e = expm1(x.multiply(TWO));
        return e.divide(e.add(TWO), DIGITS);
    }

    static BigDecimal softplus(BigDecimal x) {
        var e = exp(x);
        return e.compareTo(new BigDecimal("1e-15")) < 0
                ? e.subtract(e.multiply(e).multiply(HALF), DIGITS)
                : log(BigDecimal.ONE.add(e));
    }

    /** x·Φ(x), Φ by Abramowitz and Stegun 26.2.11; for |x| ≤ 12. */
    static BigDecimal gelu(BigDecimal x) {
        return x.multiply(distribution(x), DIGITS);
    }

    static BigDecimal geluDerivative(BigDecimal x) {
        return distribution(x).add(x.multiply(density(x), DIGITS), DIGITS);
    }

    private static BigDecimal distribution(BigDecimal x) {
        var square = x.multiply(x);
        var term = x;
        var sum = x;
        for (var i = 3; term.abs().compareTo(NEGLIGIBLE) > 0; i += 2) {
            term = term.multiply(square, DIGITS).divide(BigDecimal.valueOf(i), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return HALF.add(sum.multiply(density(x), DIGITS), DIGITS);
    }

    private static BigDecimal density(BigDecimal x) {
        return exp(x.multiply(x).multiply(HALF).negate()).divide(ROOT_OF_TWO_PI, DIGITS);
    }
}
