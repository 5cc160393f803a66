package dev.chainrule.matrix.kernel;

/**
 * Elementary functions of one float64, built only from fma, polynomials and comparisons, so that a vector lane can compute the same.
 *
 * <p>Their error is at most 2 ulp (gelu: 6), measured against references of higher precision. Methods: range reduction in two
 * constants by Cody and Waite (Software Manual for the Elementary Functions, 1980); logarithm by atanh's series, as in fdlibm's e_log.c
 * (Sun, 1993); the normal distribution's tail as a polynomial in (y − K)/(y + K), after Shepherd and Laframboise (Mathematics of
 * Computation 36, 1981).
 */
final class Float64Math {
    static final double LOG2_E = 1.4426950408889634;

    /** 1.5 · 2⁵²: adding it rounds to an integer, which is then in the lowest bits. */
    static final double ROUNDER = 6_755_399_441_055_744d;

    static final long ROUNDER_BITS = Double.doubleToRawLongBits(ROUNDER);
    static final int EXPONENT_BIAS = 1023;
    static final int MANTISSA_BITS = 52;

    /** ln 2 in two parts, the first so short (32 bits) that its products with exponents are exact. */
    static final double LN2_HIGH = 0x1.62e42feep-1;

    static final double LN2_LOW = 1.9082149292705877e-10;

    /** Beyond these, e^x is infinite or 0. */
    static final double EXP_OVERFLOW = 710d;

    static final double EXP_UNDERFLOW = -746d;

    /** Below it, e^x − 1 rounds to −1. */
    static final double EXPM1_SMALLEST = -40d;

    /** Beyond it, tanh rounds to ±1. */
    static final double TANH_SATURATED = 20d;

    // Taylor's series of e^r to degree 13: for |r| ≤ ½ ln 2 the rest is below 5·10⁻¹⁸.
    static final double INVERSE_FACTORIAL_2 = 1d / 2;
    static final double INVERSE_FACTORIAL_3 = 1d / 6;
    static final double INVERSE_FACTORIAL_4 = 1d / 24;
    static final double INVERSE_FACTORIAL_5 = 1d / 120;
    static final double INVERSE_FACTORIAL_6 = 1d / 720;
    static final double INVERSE_FACTORIAL_7 = 1d / 5040;
    static final double INVERSE_FACTORIAL_8 = 1d / 40320;
    static final double INVERSE_FACTORIAL_9 = 1d / 362880;
    static final double INVERSE_FACTORIAL_10 = 1d / 3628800;
    static final double INVERSE_FACTORIAL_11 = 1d / 39916800;
    static final double INVERSE_FACTORIAL_12 = 1d / 479001600;
    static final double INVERSE_FACTORIAL_13 = 1d / 6227020800L;

    // The series 2·atanh(s) = 2s + ⅔s³ + …: for the largest s, (√2 − 1)/(√2 + 1), the rest is below 7·10⁻¹⁹ of the sum.
    static final double TWO_THIRDS = 2d / 3;
    static final double TWO_FIFTHS = 2d / 5;
    static final double TWO_SEVENTHS = 2d / 7;
    static final double TWO_NINTHS = 2d / 9;
    static final double TWO_ELEVENTHS = 2d / 11;
    static final double TWO_THIRTEENTHS = 2d / 13;
    static final double TWO_FIFTEENTHS = 2d / 15;
    static final double TWO_SEVENTEENTHS = 2d / 17;
    static final double TWO_NINETEENTHS = 2d / 19;
    static final double TWO_TWENTY_FIRSTS = 2d / 21;

    static final long SQRT_HALF_BITS = 0x3fe6a09e667f3bcdL;
    static final long MANTISSA_MASK = 0x000fffffffffffffL;

    /** Beyond it, the normal distribution's tail is 0. */
    static final double TAIL_END = 39d;

    static final double TAIL_CENTER = 5d;
    static final double INVERSE_ROOT_OF_TWO_PI = 0.3989422804014327;

    // (1 − Φ(y))·e^(y²/2) for 0 ≤ y ≤ 39 as a polynomial in (y − 5)/(y + 5) through its values at 22 + 1 Chebyshev nodes, computed with 50
    // digits; relative error 1.2·10⁻¹⁷.
    static final double TAIL_0 = 0.076919304975006296;
    static final double TAIL_1 = -0.14345755526401197;
    static final double TAIL_2 = 0.1160688118860033;
    static final double TAIL_3 = -0.080883877264127406;
    static final double TAIL_4 = 0.047855352284169919;
    static final double TAIL_5 = -0.023413900487692482;
    static final double TAIL_6 = 0.0089913705505922945;
    static final double TAIL_7 = -0.0023788443566883471;
    static final double TAIL_8 = 0.00021955073759614477;
    static final double TAIL_9 = 0.00013427684339324653;
    static final double TAIL_10 = -6.0427482631307459e-5;
    static final double TAIL_11 = 9.6130596860750388e-7;
    static final double TAIL_12 = 6.6444206595808504e-6;
    static final double TAIL_13 = -1.2700759093822702e-6;
    static final double TAIL_14 = -6.7507756537134194e-7;
    static final double TAIL_15 = 2.4334840048040956e-7;
    static final double TAIL_16 = 7.7106708673442273e-8;
    static final double TAIL_17 = -3.9171833889817004e-8;
    static final double TAIL_18 = -1.0996025308962262e-8;
    static final double TAIL_19 = 5.6930484941574745e-9;
    static final double TAIL_20 = 1.8275640179465206e-9;
    static final double TAIL_21 = -5.7114935302190294e-10;
    static final double TAIL_22 = -2.3268023885828377e-10;

    private Float64Math() {}

    static double exp(double x) {
        var bounded = bounded(x);
        var shifted = Math.fma(bounded, LOG2_E, ROUNDER);
        var n = shifted - ROUNDER;
        var r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, bounded));
        var p = Math.fma(r, Math.fma(r, taylor(r), 1), 1);
        // The power of two is split into two factors: neither overflows, and a subnormal result is rounded once.
        var exponent = Double.doubleToRawLongBits(shifted) - ROUNDER_BITS;
        var half = exponent >> 1;
        return p * powerOfTwo(half) * powerOfTwo(exponent - half);
    }

    /** x within [EXP_UNDERFLOW, EXP_OVERFLOW]; NaN stays NaN. */
    private static double bounded(double x) {
        if (x > EXP_OVERFLOW) {
            return EXP_OVERFLOW;
        }
        return x < EXP_UNDERFLOW ? EXP_UNDERFLOW : x;
    }

    /** e^x − 1, for x ≤ 2·{@link #TANH_SATURATED}; 0 at −0. */
    static double expm1(double x) {
        var bounded = x < EXPM1_SMALLEST ? EXPM1_SMALLEST : x;
        var shifted = Math.fma(bounded, LOG2_E, ROUNDER);
        var n = shifted - ROUNDER;
        var high = Math.fma(n, -LN2_HIGH, bounded);
        var r = Math.fma(n, -LN2_LOW, high);
        var rest = Math.fma(n, -LN2_LOW, high - r); // rounding error of r
        var p = Math.fma(r * r, taylor(r), rest) + r;
        var scale = powerOfTwo(Double.doubleToRawLongBits(shifted) - ROUNDER_BITS);
        return Math.fma(scale, p, scale - 1);
    }

    /** (e^r − 1 − r) / r². */
    private static double taylor(double r) {
        var p = Math.fma(r, INVERSE_FACTORIAL_13, INVERSE_FACTORIAL_12);
        p = Math.fma(r, p, INVERSE_FACTORIAL_11);
        p = Math.fma(r, p, INVERSE_FACTORIAL_10);
        p = Math.fma(r, p, INVERSE_FACTORIAL_9);
        p = Math.fma(r, p, INVERSE_FACTORIAL_8);
        p = Math.fma(r, p, INVERSE_FACTORIAL_7);
        p = Math.fma(r, p, INVERSE_FACTORIAL_6);
        p = Math.fma(r, p, INVERSE_FACTORIAL_5);
        p = Math.fma(r, p, INVERSE_FACTORIAL_4);
        p = Math.fma(r, p, INVERSE_FACTORIAL_3);
        p = Math.fma(r, p, INVERSE_FACTORIAL_2);
        return p;
    }

    private static double powerOfTwo(long exponent) {
        return Double.longBitsToDouble((exponent + EXPONENT_BIAS) << MANTISSA_BITS);
    }

    /** ln x; −∞ at ±0, NaN below. */
    static double log(double x) {
        if (x >= Double.MIN_NORMAL && x <= Double.MAX_VALUE) {
            return logOfNormal(x, 0);
        }
        if (x == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (x > 0 && x < Double.MIN_NORMAL) {
            return logOfNormal(x * 0x1p54, -54);
        }
        return x > 0 ? x : Double.NaN; // +∞, or negative or NaN
    }

    /** ln x + exponent · ln 2, for positive, normal, finite x. */
    static double logOfNormal(double x, int exponent) {
        var distance = Double.doubleToRawLongBits(x) - SQRT_HALF_BITS;
        double k = exponent + (distance >> MANTISSA_BITS);
        var f = Double.longBitsToDouble((distance & MANTISSA_MASK) + SQRT_HALF_BITS) - 1; // √½ ≤ 1 + f < √2
        var s = f / (2 + f);
        var z = s * s;
        var halfSquare = 0.5d * f * f;
        var low = Math.fma(s, Math.fma(z, atanhSeries(z), halfSquare), k * LN2_LOW);
        return Math.fma(k, LN2_HIGH, f - (halfSquare - low));
    }

    private static double atanhSeries(double z) {
        var p = Math.fma(z, TWO_TWENTY_FIRSTS, TWO_NINETEENTHS);
        p = Math.fma(z, p, TWO_SEVENTEENTHS);
        p = Math.fma(z, p, TWO_FIFTEENTHS);
        p = Math.fma(z, p, TWO_THIRTEENTHS);
        p = Math.fma(z, p, TWO_ELEVENTHS);
        p = Math.fma(z, p, TWO_NINTHS);
        p = Math.fma(z, p, TWO_SEVENTHS);
        p = Math.fma(z, p, TWO_FIFTHS);
        p = Math.fma(z, p, TWO_THIRDS);
        return p;
    }

    /** 1 / (1 + e^−x). */
    static double sigmoid(double x) {
        var e = exp(-Math.abs(x));
        return quotient(x < 0 ? e : 1, 1, e);
    }

    static double tanh(double x) {
        var magnitude = Math.abs(x);
        var e = expm1(2 * (magnitude > TANH_SATURATED ? TANH_SATURATED : magnitude));
        return Math.copySign(quotient(e, 2, e), x);
    }

    /** numerator / (a + b), without the rounding error of the sum. */
    private static double quotient(double numerator, double a, double b) {
        var sum = a + b;
        var rest = b - (sum - a);
        var inverse = 1 / sum;
        var q = numerator * inverse;
        var remainder = Math.fma(-q, rest, Math.fma(-q, sum, numerator));
        return Math.fma(remainder, inverse, q);
    }

    /** ln(1 + e^x) = max(x, 0) + ln(1 + e^−|x|). */
    static double softplus(double x) {
        var e = exp(-Math.abs(x));
        var sum = 1 + e;
        var rest = e - (sum - 1);
        return (x > 0 ? x : 0) + (logOfNormal(sum, 0) + rest / sum);
    }

    /** x·Φ(x). */
    static double gelu(double x) {
        var y = Math.abs(x);
        y = y > TAIL_END ? TAIL_END : y;
        var tail = tailRatio(y) * expOfHalfSquare(y);
        return x * (x < 0 ? tail : 1 - tail);
    }

    /** Φ(x) + x·φ(x). */
    static double geluDerivative(double x) {
        var y = Math.abs(x);
        y = y > TAIL_END ? TAIL_END : y;
        var e = expOfHalfSquare(y);
        var tail = tailRatio(y) * e;
        var distribution = x < 0 ? tail : 1 - tail;
        return Math.fma(Math.copySign(y, x) * INVERSE_ROOT_OF_TWO_PI, e, distribution);
    }

    /** e^(−y²/2), corrected for the rounding of the square. */
    private static double expOfHalfSquare(double y) {
        var square = y * y;
        var rest = Math.fma(y, y, -square);
        var e = exp(-0.5d * square);
        return Math.fma(e * -0.5d, rest, e);
    }

    /** (1 − Φ(y))·e^(y²/2). */
    private static double tailRatio(double y) {
        var t = (y - TAIL_CENTER) / (y + TAIL_CENTER);
        var p = Math.fma(t, TAIL_22, TAIL_21);
        p = Math.fma(t, p, TAIL_20);
        p = Math.fma(t, p, TAIL_19);
        p = Math.fma(t, p, TAIL_18);
        p = Math.fma(t, p, TAIL_17);
        p = Math.fma(t, p, TAIL_16);
        p = Math.fma(t, p, TAIL_15);
        p = Math.fma(t, p, TAIL_14);
        p = Math.fma(t, p, TAIL_13);
        p = Math.fma(t, p, TAIL_12);
        p = Math.fma(t, p, TAIL_11);
        p = Math.fma(t, p, TAIL_10);
        p = Math.fma(t, p, TAIL_9);
        p = Math.fma(t, p, TAIL_8);
        p = Math.fma(t, p, TAIL_7);
        p = Math.fma(t, p, TAIL_6);
        p = Math.fma(t, p, TAIL_5);
        p = Math.fma(t, p, TAIL_4);
        p = Math.fma(t, p, TAIL_3);
        p = Math.fma(t, p, TAIL_2);
        p = Math.fma(t, p, TAIL_1);
        p = Math.fma(t, p, TAIL_0);
        return p;
    }
}
