package dev.chainrule.matrix.kernel;

import static dev.chainrule.matrix.kernel.Float64Math.EXPM1_SMALLEST;
import static dev.chainrule.matrix.kernel.Float64Math.EXPONENT_BIAS;
import static dev.chainrule.matrix.kernel.Float64Math.EXP_OVERFLOW;
import static dev.chainrule.matrix.kernel.Float64Math.EXP_UNDERFLOW;
import static dev.chainrule.matrix.kernel.Float64Math.INVERSE_FACTORIAL_10;
import static dev.chainrule.matrix.kernel.Float64Math.INVERSE_FACTORIAL_11;
import static dev.chainrule.matrix.kernel.Float64Math.INVERSE_FACTORIAL_12;
import static dev.chainrule.matrix.kernel.Float64Math.INVERSE_FACTORIAL_13;
import static dev.chainrule.matrix.kernel.Float64Math.INVERSE_FACTORIAL_2;
import static dev.chainrule.matrix.kernel.Float64Math.INVERSE_FACTORIAL_3;
import static dev.chainrule.matrix.kernel.Float64Math.INVERSE_FACTORIAL_4;
import static dev.chainrule.matrix.kernel.Float64Math.INVERSE_FACTORIAL_5;
import static dev.chainrule.matrix.kernel.Float64Math.INVERSE_FACTORIAL_6;
import static dev.chainrule.matrix.kernel.Float64Math.INVERSE_FACTORIAL_7;
import static dev.chainrule.matrix.kernel.Float64Math.INVERSE_FACTORIAL_8;
import static dev.chainrule.matrix.kernel.Float64Math.INVERSE_FACTORIAL_9;
import static dev.chainrule.matrix.kernel.Float64Math.LN2_HIGH;
import static dev.chainrule.matrix.kernel.Float64Math.LN2_LOW;
import static dev.chainrule.matrix.kernel.Float64Math.LOG2_E;
import static dev.chainrule.matrix.kernel.Float64Math.MANTISSA_BITS;
import static dev.chainrule.matrix.kernel.Float64Math.MANTISSA_MASK;
import static dev.chainrule.matrix.kernel.Float64Math.ROUNDER;
import static dev.chainrule.matrix.kernel.Float64Math.ROUNDER_BITS;
import static dev.chainrule.matrix.kernel.Float64Math.SQRT_HALF_BITS;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_0;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_1;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_10;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_11;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_12;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_13;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_14;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_15;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_16;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_17;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_18;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_19;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_2;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_20;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_21;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_22;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_3;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_4;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_5;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_6;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_7;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_8;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_9;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_CENTER;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_END;
import static dev.chainrule.matrix.kernel.Float64Math.TWO_ELEVENTHS;
import static dev.chainrule.matrix.kernel.Float64Math.TWO_FIFTEENTHS;
import static dev.chainrule.matrix.kernel.Float64Math.TWO_FIFTHS;
import static dev.chainrule.matrix.kernel.Float64Math.TWO_NINETEENTHS;
import static dev.chainrule.matrix.kernel.Float64Math.TWO_NINTHS;
import static dev.chainrule.matrix.kernel.Float64Math.TWO_SEVENTEENTHS;
import static dev.chainrule.matrix.kernel.Float64Math.TWO_SEVENTHS;
import static dev.chainrule.matrix.kernel.Float64Math.TWO_THIRDS;
import static dev.chainrule.matrix.kernel.Float64Math.TWO_THIRTEENTHS;
import static dev.chainrule.matrix.kernel.Float64Math.TWO_TWENTY_FIRSTS;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The long functions of {@link Float64Math} on whole vectors: each lane does the same operations in the same order, so that every element
 * has the bits of the scalar function. {@code end} is a multiple of the lanes; an argument without an offset starts at 0.
 * {@link #scaleBytes} is here because its float32 version differs in more than types.
 *
 * <p>Each function is one loop, and takes the exponential that it needs as an argument. Methods for parts of a function, or longer loops,
 * would be slow: beyond a size C2 stops inlining methods that the JDK has not marked for it (NodeCountInliningCutoff), and boxes every
 * vector that goes in or out of them.
 */
final class VectorFloat64Math {
    static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

    private static final int LANES = SPECIES.length();
    // Eight bytes become eight float64 at a time: one vector of 512 bits, or two of 256.
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_64;
    private static final VectorSpecies<Integer> INTEGERS = IntVector.SPECIES_256;
    private static final VectorSpecies<Double> DOUBLES =
            SPECIES.vectorBitSize() >= 512 ? DoubleVector.SPECIES_512 : DoubleVector.SPECIES_256;
    private static final long SIGN_BIT = Double.doubleToRawLongBits(-0d);

    private VectorFloat64Math() {}

    /**
     * y = (byte − shift)·scale, each byte read as 0 … 255; for whole vectors only.
     *
     * @return the number of elements that were computed
     */
    static int scaleBytes(
            byte[] bytes, int bytesOffset, double shift, double scale, double[] y, int yOffset, int length) {
        var end = SPECIES.vectorBitSize() < 256 ? 0 : BYTES.loopBound(length);
        for (var i = 0; i < end; i += BYTES.length()) {
            var x = ((IntVector) ByteVector.fromArray(BYTES, bytes, bytesOffset + i)
                    .convertShape(VectorOperators.B2I, INTEGERS, 0))
                    .and(0xFF);
            var first = (DoubleVector) x.convertShape(VectorOperators.I2D, DOUBLES, 0);
            first.sub(shift).mul(scale).intoArray(y, yOffset + i);
            if (DOUBLES.length() < BYTES.length()) {
                var second = (DoubleVector) x.convertShape(VectorOperators.I2D, DOUBLES, 1);
                second.sub(shift).mul(scale).intoArray(y, yOffset + i + DOUBLES.length());
            }
        }
        return end;
    }

    /** y = e^x. */
    static void exp(double[] x, int xOffset, double[] y, int yOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var argument = DoubleVector.fromArray(SPECIES, x, xOffset + i);
            var bounded = argument.blend(EXP_UNDERFLOW, argument.compare(VectorOperators.LT, EXP_UNDERFLOW))
                    .blend(EXP_OVERFLOW, argument.compare(VectorOperators.GT, EXP_OVERFLOW));
            // n = x / ln 2, rounded; r = x − n·ln 2.
            var shifted = bounded.fma(LOG2_E, ROUNDER);
            var n = shifted.sub(ROUNDER);
            var high = n.fma(DoubleVector.broadcast(SPECIES, -LN2_HIGH), bounded);
            var r = n.fma(DoubleVector.broadcast(SPECIES, -LN2_LOW), high);
            // Polynomial of e^r.
            var p = r.fma(DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_13),
                    DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_12));
            p = r.fma(p, DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_11));
            p = r.fma(p, DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_10));
            p = r.fma(p, DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_9));
            p = r.fma(p, DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_8));
            p = r.fma(p, DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_7));
            p = r.fma(p, DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_6));
            p = r.fma(p, DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_5));
            p = r.fma(p, DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_4));
            p = r.fma(p, DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_3));
            p = r.fma(p, DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_2));
            p = r.fma(p, DoubleVector.broadcast(SPECIES, 1));
            p = r.fma(p, DoubleVector.broadcast(SPECIES, 1));
            // Times 2ⁿ.
            var exponent = shifted.reinterpretAsLongs().sub(ROUNDER_BITS);
            var half = exponent.lanewise(VectorOperators.ASHR, 1);
            var scale = half.add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, MANTISSA_BITS);
            var rest = exponent.sub(half).add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, MANTISSA_BITS);
            p.mul(scale.reinterpretAsDoubles()).mul(rest.reinterpretAsDoubles()).intoArray(y, yOffset + i);
        }
    }

    /** y = e^x − 1. */
    static void expm1(double[] x, double[] y, int end) {
        for (var i = 0; i < end; i += LANES) {
            var argument = DoubleVector.fromArray(SPECIES, x, i);
            var bounded = argument.blend(EXPM1_SMALLEST, argument.compare(VectorOperators.LT, EXPM1_SMALLEST));
            // n = x / ln 2, rounded; r = x − n·ln 2.
            var shifted = bounded.fma(LOG2_E, ROUNDER);
            var n = shifted.sub(ROUNDER);
            var minusLow = DoubleVector.broadcast(SPECIES, -LN2_LOW);
            var high = n.fma(DoubleVector.broadcast(SPECIES, -LN2_HIGH), bounded);
            var r = n.fma(minusLow, high);
            var rest = n.fma(minusLow, high.sub(r));
            // Polynomial of e^r − 1.
            var p = r.fma(DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_13),
                    DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_12));
            p = r.fma(p, DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_11));
            p = r.fma(p, DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_10));
            p = r.fma(p, DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_9));
            p = r.fma(p, DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_8));
            p = r.fma(p, DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_7));
            p = r.fma(p, DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_6));
            p = r.fma(p, DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_5));
            p = r.fma(p, DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_4));
            p = r.fma(p, DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_3));
            p = r.fma(p, DoubleVector.broadcast(SPECIES, INVERSE_FACTORIAL_2));
            p = r.mul(r).fma(p, rest).add(r);
            // Times 2ⁿ, minus 1.
            var exponent = shifted.reinterpretAsLongs().sub(ROUNDER_BITS);
            var scale = exponent.add(EXPONENT_BIAS)
                    .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
                    .reinterpretAsDoubles();
            scale.fma(p, scale.sub(1)).intoArray(y, i);
        }
    }

    /** y = 1 / (1 + e^−x), given e = e^−|x|. */
    static void sigmoid(double[] x, int xOffset, double[] e, double[] y, int yOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var negative = DoubleVector.fromArray(SPECIES, x, xOffset + i).compare(VectorOperators.LT, 0);
            var exponential = DoubleVector.fromArray(SPECIES, e, i);
            var one = DoubleVector.broadcast(SPECIES, 1);
            var numerator = one.blend(exponential, negative);
            var sum = exponential.add(1);
            var rest = exponential.sub(sum.sub(1));
            var inverse = one.div(sum);
            var q = numerator.mul(inverse);
            var minusQ = q.neg();
            var remainder = minusQ.fma(rest, minusQ.fma(sum, numerator));
            remainder.fma(inverse, q).intoArray(y, yOffset + i);
        }
    }

    /** y = tanh x, given e = e^2|x| − 1. */
    static void tanh(double[] x, int xOffset, double[] e, double[] y, int yOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var sign = DoubleVector.fromArray(SPECIES, x, xOffset + i).reinterpretAsLongs().and(SIGN_BIT);
            var exponential = DoubleVector.fromArray(SPECIES, e, i);
            var sum = exponential.add(2);
            var rest = exponential.sub(sum.sub(2));
            var inverse = DoubleVector.broadcast(SPECIES, 1).div(sum);
            var q = exponential.mul(inverse);
            var minusQ = q.neg();
            var remainder = minusQ.fma(rest, minusQ.fma(sum, exponential));
            var magnitude = remainder.fma(inverse, q).reinterpretAsLongs();
            magnitude.or(sign).reinterpretAsDoubles().intoArray(y, yOffset + i);
        }
    }

    /** y = ln(1 + e^x), given e = e^−|x|. */
    static void softplus(double[] x, int xOffset, double[] e, double[] y, int yOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var exponential = DoubleVector.fromArray(SPECIES, e, i);
            var sum = exponential.add(1);
            var rest = exponential.sub(sum.sub(1));
            var distance = sum.reinterpretAsLongs().sub(SQRT_HALF_BITS);
            // The exponent as a floating-point number, through ROUNDER's lowest bits.
            var exponent = distance.lanewise(VectorOperators.ASHR, MANTISSA_BITS).add(ROUNDER_BITS);
            var k = exponent.reinterpretAsDoubles().sub(ROUNDER);
            var f = distance.and(MANTISSA_MASK).add(SQRT_HALF_BITS).reinterpretAsDoubles().sub(1);
            var s = f.div(f.add(2));
            var z = s.mul(s);
            var p = z.fma(DoubleVector.broadcast(SPECIES, TWO_TWENTY_FIRSTS),
                    DoubleVector.broadcast(SPECIES, TWO_NINETEENTHS));
            p = z.fma(p, DoubleVector.broadcast(SPECIES, TWO_SEVENTEENTHS));
            p = z.fma(p, DoubleVector.broadcast(SPECIES, TWO_FIFTEENTHS));
            p = z.fma(p, DoubleVector.broadcast(SPECIES, TWO_THIRTEENTHS));
            p = z.fma(p, DoubleVector.broadcast(SPECIES, TWO_ELEVENTHS));
            p = z.fma(p, DoubleVector.broadcast(SPECIES, TWO_NINTHS));
            p = z.fma(p, DoubleVector.broadcast(SPECIES, TWO_SEVENTHS));
            p = z.fma(p, DoubleVector.broadcast(SPECIES, TWO_FIFTHS));
            p = z.fma(p, DoubleVector.broadcast(SPECIES, TWO_THIRDS));
            var halfSquare = f.mul(0.5d).mul(f);
            var low = s.fma(z.fma(p, halfSquare), k.mul(LN2_LOW));
            var logarithm = k.fma(DoubleVector.broadcast(SPECIES, LN2_HIGH), f.sub(halfSquare.sub(low)));
            var argument = DoubleVector.fromArray(SPECIES, x, xOffset + i);
            var positive = DoubleVector.zero(SPECIES).blend(argument, argument.compare(VectorOperators.GT, 0));
            positive.add(logarithm.add(rest.div(sum))).intoArray(y, yOffset + i);
        }
    }

    /** tail = Φ(−|x|), given e = e^(−x²/2). */
    static void normalTail(double[] x, int xOffset, double[] e, double[] tail, int tailOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var magnitude = DoubleVector.fromArray(SPECIES, x, xOffset + i).abs();
            var y = magnitude.blend(TAIL_END, magnitude.compare(VectorOperators.GT, TAIL_END));
            var t = y.sub(TAIL_CENTER).div(y.add(TAIL_CENTER));
            var p = t.fma(DoubleVector.broadcast(SPECIES, TAIL_22), DoubleVector.broadcast(SPECIES, TAIL_21));
            p = t.fma(p, DoubleVector.broadcast(SPECIES, TAIL_20));
            p = t.fma(p, DoubleVector.broadcast(SPECIES, TAIL_19));
            p = t.fma(p, DoubleVector.broadcast(SPECIES, TAIL_18));
            p = t.fma(p, DoubleVector.broadcast(SPECIES, TAIL_17));
            p = t.fma(p, DoubleVector.broadcast(SPECIES, TAIL_16));
            p = t.fma(p, DoubleVector.broadcast(SPECIES, TAIL_15));
            p = t.fma(p, DoubleVector.broadcast(SPECIES, TAIL_14));
            p = t.fma(p, DoubleVector.broadcast(SPECIES, TAIL_13));
            p = t.fma(p, DoubleVector.broadcast(SPECIES, TAIL_12));
            p = t.fma(p, DoubleVector.broadcast(SPECIES, TAIL_11));
            p = t.fma(p, DoubleVector.broadcast(SPECIES, TAIL_10));
            p = t.fma(p, DoubleVector.broadcast(SPECIES, TAIL_9));
            p = t.fma(p, DoubleVector.broadcast(SPECIES, TAIL_8));
            p = t.fma(p, DoubleVector.broadcast(SPECIES, TAIL_7));
            p = t.fma(p, DoubleVector.broadcast(SPECIES, TAIL_6));
            p = t.fma(p, DoubleVector.broadcast(SPECIES, TAIL_5));
            p = t.fma(p, DoubleVector.broadcast(SPECIES, TAIL_4));
            p = t.fma(p, DoubleVector.broadcast(SPECIES, TAIL_3));
            p = t.fma(p, DoubleVector.broadcast(SPECIES, TAIL_2));
            p = t.fma(p, DoubleVector.broadcast(SPECIES, TAIL_1));
            p = t.fma(p, DoubleVector.broadcast(SPECIES, TAIL_0));
            p.mul(DoubleVector.fromArray(SPECIES, e, i)).intoArray(tail, tailOffset + i);
        }
    }
}
