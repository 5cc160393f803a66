package dev.chainrule.matrix.kernel;

/**
 * Elementary functions of one float32, built only from fma, polynomials and comparisons, so that a vector lane can compute the same.
 *
 * <p>Their error is at most 2 ulp (gelu: 6), measured against references of higher precision. Methods: range reduction in two
 * constants by Cody and Waite (Software Manual for the Elementary Functions, 1980); logarithm by atanh's series, as in fdlibm's e_log.c
 * (Sun, 1993); the normal distribution's tail as a polynomial in (y − K)/(y + K), after Shepherd and Laframboise (Mathematics of
 * Computation 36, 1981).
 */
final class Float32Math {
    static final float LOG2_E = 1.442695f;

    /** 1.5 · 2²³: adding it rounds to an integer, which is then in the lowest bits. */
    static final float ROUNDER = 12_582_912f;

    static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
    static final int EXPONENT_BIAS = 127;
    static final int MANTISSA_BITS = 23;

    /** ln 2 in two parts, the first so short (9 bits) that its products with exponents are exact. */
    static final float LN2_HIGH = 0.693359375f;

    static final float LN2_LOW = -2.12194440e-4f;

    /** Beyond these, e^x is infinite or 0. */
    static final float EXP_OVERFLOW = 89f;

    static final float EXP_UNDERFLOW = -104f;

    /** Below it, e^x − 1 rounds to −1. */
    static final float EXPM1_SMALLEST = -20f;

    /** Beyond it, tanh rounds to ±1. */
    static final float TANH_SATURATED = 10f;

    // Taylor's series of e^r to degree 7: for |r| ≤ ½ ln 2 the rest is below 5·10⁻⁹.
    static final float INVERSE_FACTORIAL_2 = 1f / 2;
    static final float INVERSE_FACTORIAL_3 = 1f / 6;
    static final float INVERSE_FACTORIAL_4 = 1f / 24;
    static final float INVERSE_FACTORIAL_5 = 1f / 120;
    static final float INVERSE_FACTORIAL_6 = 1f / 720;
    static final float INVERSE_FACTORIAL_7 = 1f / 5040;

    // The series 2·atanh(s) = 2s + ⅔s³ + …: for the largest s, (√2 − 1)/(√2 + 1), the rest is below 2·10⁻⁹ of the sum.
    static final float TWO_THIRDS = 2f / 3;
    static final float TWO_FIFTHS = 2f / 5;
    static final float TWO_SEVENTHS = 2f / 7;
    static final float TWO_NINTHS = 2f / 9;

    static final int SQRT_HALF_BITS = 0x3f3504f3;
    static final int MANTISSA_MASK = 0x007fffff;

    /** Beyond it, the normal distribution's tail is 0. */
    static final float TAIL_END = 15f;

    static final float TAIL_CENTER = 4f;
    static final float INVERSE_ROOT_OF_TWO_PI = 0.39894228f;

    // (1 − Φ(y))·e^(y²/2) for 0 ≤ y ≤ 15 as a polynomial in (y − 4)/(y + 4) through its values at 10 + 1 Chebyshev nodes, computed with 50
    // digits; relative error 2.1·10⁻⁸.
    static final float TAIL_0 = 0.0944106414f;
    static final float TAIL_1 = -0.17039773f;
    static final float TAIL_2 = 0.124379244f;
    static final float TAIL_3 = -0.0717071047f;
    static final float TAIL_4 = 0.0308651161f;
    static final float TAIL_5 = -0.00849490592f;
    static final float TAIL_6 = 0.000504274526f;
    static final float TAIL_7 = 0.000648379353f;
    static final float TAIL_8 = -0.000173263415f;
    static final float TAIL_9 = -5.50204978e-5f;
    static final float TAIL_10 = 7.60598362e-6f;

    private Float32Math() {}

    static float exp(float x) {
        var bounded = bounded(x);
        var shifted = Math.fma(bounded, LOG2_E, ROUNDER);
        var n = shifted - ROUNDER;
        var r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, bounded));
        var p = Math.fma(r, Math.fma(r, taylor(r), 1), 1);
        // The power of two is split into two factors: neither overflows, and a subnormal result is rounded once.
        var exponent = Float.floatToRawIntBits(shifted) - ROUNDER_BITS;
        var half = exponent >> 1;
        return p * powerOfTwo(half) * powerOfTwo(exponent - half);
    }

    /** x within [EXP_UNDERFLOW, EXP_OVERFLOW]; NaN stays NaN. */
    private static float bounded(float x) {
        if (x > EXP_OVERFLOW) {
            return EXP_OVERFLOW;
        }
        return x < EXP_UNDERFLOW ? EXP_UNDERFLOW : x;
    }

    /** e^x − 1, for x ≤ 2·{@link #TANH_SATURATED}; 0 at −0. */
    static float expm1(float x) {
        var bounded = x < EXPM1_SMALLEST ? EXPM1_SMALLEST : x;
        var shifted = Math.fma(bounded, LOG2_E, ROUNDER);
        var n = shifted - ROUNDER;
        var high = Math.fma(n, -LN2_HIGH, bounded);
        var r = Math.fma(n, -LN2_LOW, high);
        var rest = Math.fma(n, -LN2_LOW, high - r); // rounding error of r
        var p = Math.fma(r * r, taylor(r), rest) + r;
        var scale = powerOfTwo(Float.floatToRawIntBits(shifted) - ROUNDER_BITS);
        return Math.fma(scale, p, scale - 1);
    }

    /** (e^r − 1 − r) / r². */
    private static float taylor(float r) {
        var p = Math.fma(r, INVERSE_FACTORIAL_7, INVERSE_FACTORIAL_6);
        p = Math.fma(r, p, INVERSE_FACTORIAL_5);
        p = Math.fma(r, p, INVERSE_FACTORIAL_4);
        p = Math.fma(r, p, INVERSE_FACTORIAL_3);
        p = Math.fma(r, p, INVERSE_FACTORIAL_2);
        return p;
    }

    private static float powerOfTwo(int exponent) {
        return Float.intBitsToFloat((exponent + EXPONENT_BIAS) << MANTISSA_BITS);
    }

    /** ln x; −∞ at ±0, NaN below. */
    static float log(float x) {
        if (x >= Float.MIN_NORMAL && x <= Float.MAX_VALUE) {
            return logOfNormal(x, 0);
        }
        if (x == 0) {
            return Float.NEGATIVE_INFINITY;
        }
        if (x > 0 && x < Float.MIN_NORMAL) {
            return logOfNormal(x * 0x1p25f, -25);
        }
        return x > 0 ? x : Float.NaN; // +∞, or negative or NaN
    }

    /** ln x + exponent · ln 2, for positive, normal, finite x. */
    static float logOfNormal(float x, int exponent) {
        var distance = Float.floatToRawIntBits(x) - SQRT_HALF_BITS;
        // As in the vector kernels; a conversion instruction would be slower, because it depends on the old content of its register.
        var k = Float.intBitsToFloat(exponent + (distance >> MANTISSA_BITS) + ROUNDER_BITS) - ROUNDER;
        var f = Float.intBitsToFloat((distance & MANTISSA_MASK) + SQRT_HALF_BITS) - 1; // √½ ≤ 1 + f < √2
        var s = f / (2 + f);
        var z = s * s;
        var halfSquare = 0.5f * f * f;
        var low = Math.fma(s, Math.fma(z, atanhSeries(z), halfSquare), k * LN2_LOW);
        return Math.fma(k, LN2_HIGH, f - (halfSquare - low));
    }

    private static float atanhSeries(float z) {
        var p = Math.fma(z, TWO_NINTHS, TWO_SEVENTHS);
        p = Math.fma(z, p, TWO_FIFTHS);
        p = Math.fma(z, p, TWO_THIRDS);
        return p;
    }

    /** 1 / (1 + e^−x). */
    static float sigmoid(float x) {
        var e = exp(-Math.abs(x));
        return quotient(x < 0 ? e : 1, 1, e);
    }

    static float tanh(float x) {
        var magnitude = Math.abs(x);
        var e = expm1(2 * (magnitude > TANH_SATURATED ? TANH_SATURATED : magnitude));
        return Math.copySign(quotient(e, 2, e), x);
    }

    /** numerator / (a + b), without the rounding error of the sum. */
    private static float quotient(float numerator, float a, float b) {
        var sum = a + b;
        var rest = b - (sum - a);
        var inverse = 1 / sum;
        var q = numerator * inverse;
        var remainder = Math.fma(-q, rest, Math.fma(-q, sum, numerator));
        return Math.fma(remainder, inverse, q);
    }

    /** ln(1 + e^x) = max(x, 0) + ln(1 + e^−|x|). */
    static float softplus(float x) {
        var e = exp(-Math.abs(x));
        var sum = 1 + e;
        var rest = e - (sum - 1);
        return (x > 0 ? x : 0) + (logOfNormal(sum, 0) + rest / sum);
    }

    /** x·Φ(x). */
    static float gelu(float x) {
        var y = Math.abs(x);
        y = y > TAIL_END ? TAIL_END : y;
        var tail = tailRatio(y) * expOfHalfSquare(y);
        return x * (x < 0 ? tail : 1 - tail);
    }

    /** Φ(x) + x·φ(x). */
    static float geluDerivative(float x) {
        var y = Math.abs(x);
        y = y > TAIL_END ? TAIL_END : y;
        var e = expOfHalfSquare(y);
        var tail = tailRatio(y) * e;
        var distribution = x < 0 ? tail : 1 - tail;
        return Math.fma(Math.copySign(y, x) * INVERSE_ROOT_OF_TWO_PI, e, distribution);
    }

    /** e^(−y²/2), corrected for the rounding of the square. */
    private static float expOfHalfSquare(float y) {
        var square = y * y;
        var rest = Math.fma(y, y, -square);
        var e = exp(-0.5f * square);
        return Math.fma(e * -0.5f, rest, e);
    }

    /** (1 − Φ(y))·e^(y²/2). */
    private static float tailRatio(float y) {
        var t = (y - TAIL_CENTER) / (y + TAIL_CENTER);
        var p = Math.fma(t, TAIL_10, TAIL_9);
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
