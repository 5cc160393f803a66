package dev.chainrule.matrix.kernel;

import static dev.chainrule.matrix.kernel.Float32Math.EXPM1_SMALLEST;
import static dev.chainrule.matrix.kernel.Float32Math.EXPONENT_BIAS;
import static dev.chainrule.matrix.kernel.Float32Math.EXP_OVERFLOW;
import static dev.chainrule.matrix.kernel.Float32Math.EXP_UNDERFLOW;
import static dev.chainrule.matrix.kernel.Float32Math.INVERSE_FACTORIAL_2;
import static dev.chainrule.matrix.kernel.Float32Math.INVERSE_FACTORIAL_3;
import static dev.chainrule.matrix.kernel.Float32Math.INVERSE_FACTORIAL_4;
import static dev.chainrule.matrix.kernel.Float32Math.INVERSE_FACTORIAL_5;
import static dev.chainrule.matrix.kernel.Float32Math.INVERSE_FACTORIAL_6;
import static dev.chainrule.matrix.kernel.Float32Math.INVERSE_FACTORIAL_7;
import static dev.chainrule.matrix.kernel.Float32Math.LN2_HIGH;
import static dev.chainrule.matrix.kernel.Float32Math.LN2_LOW;
import static dev.chainrule.matrix.kernel.Float32Math.LOG2_E;
import static dev.chainrule.matrix.kernel.Float32Math.MANTISSA_BITS;
import static dev.chainrule.matrix.kernel.Float32Math.MANTISSA_MASK;
import static dev.chainrule.matrix.kernel.Float32Math.ROUNDER;
import static dev.chainrule.matrix.kernel.Float32Math.ROUNDER_BITS;
import static dev.chainrule.matrix.kernel.Float32Math.SQRT_HALF_BITS;
import static dev.chainrule.matrix.kernel.Float32Math.TAIL_0;
import static dev.chainrule.matrix.kernel.Float32Math.TAIL_1;
import static dev.chainrule.matrix.kernel.Float32Math.TAIL_10;
import static dev.chainrule.matrix.kernel.Float32Math.TAIL_2;
import static dev.chainrule.matrix.kernel.Float32Math.TAIL_3;
import static dev.chainrule.matrix.kernel.Float32Math.TAIL_4;
import static dev.chainrule.matrix.kernel.Float32Math.TAIL_5;
import static dev.chainrule.matrix.kernel.Float32Math.TAIL_6;
import static dev.chainrule.matrix.kernel.Float32Math.TAIL_7;
import static dev.chainrule.matrix.kernel.Float32Math.TAIL_8;
import static dev.chainrule.matrix.kernel.Float32Math.TAIL_9;
import static dev.chainrule.matrix.kernel.Float32Math.TAIL_CENTER;
import static dev.chainrule.matrix.kernel.Float32Math.TAIL_END;
import static dev.chainrule.matrix.kernel.Float32Math.TWO_FIFTHS;
import static dev.chainrule.matrix.kernel.Float32Math.TWO_NINTHS;
import static dev.chainrule.matrix.kernel.Float32Math.TWO_SEVENTHS;
import static dev.chainrule.matrix.kernel.Float32Math.TWO_THIRDS;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The long functions of {@link Float32Math} on whole vectors: each lane does the same operations in the same order, so that every element
 * has the bits of the scalar function. {@code end} is a multiple of the lanes; an argument without an offset starts at 0.
 * {@link #scaleBytes} is here because its float64 version differs in more than types.
 *
 * <p>Each function is one loop, and takes the exponential that it needs as an argument. Methods for parts of a function, or longer loops,
 * would be slow: beyond a size C2 stops inlining methods that the JDK has not marked for it (NodeCountInliningCutoff), and boxes every
 * vector that goes in or out of them.
 */
final class VectorFloat32Math {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    private static final int LANES = SPECIES.length();
    // Eight bytes become eight float64 at a time: one vector of 512 bits, or two of 256.
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_64;
    private static final VectorSpecies<Integer> INTEGERS = IntVector.SPECIES_256;
    private static final VectorSpecies<Double> DOUBLES =
            SPECIES.vectorBitSize() >= 512 ? DoubleVector.SPECIES_512 : DoubleVector.SPECIES_256;
    private static final VectorSpecies<Float> FLOATS =
            SPECIES.vectorBitSize() >= 512 ? FloatVector.SPECIES_256 : FloatVector.SPECIES_128;
    private static final int SIGN_BIT = Float.floatToRawIntBits(-0f);

    private VectorFloat32Math() {}

    /**
     * y = (byte − shift)·scale, each byte read as 0 … 255, in float64 and rounded once; for whole vectors only.
     *
     * @return the number of elements that were computed
     */
    static int scaleBytes(
            byte[] bytes, int bytesOffset, double shift, double scale, float[] y, int yOffset, int length) {
        var end = SPECIES.vectorBitSize() < 256 ? 0 : BYTES.loopBound(length);
        for (var i = 0; i < end; i += BYTES.length()) {
            var x = ((IntVector) ByteVector.fromArray(BYTES, bytes, bytesOffset + i)
                    .convertShape(VectorOperators.B2I, INTEGERS, 0))
                    .and(0xFF);
            var first = (DoubleVector) x.convertShape(VectorOperators.I2D, DOUBLES, 0);
            first.sub(shift).mul(scale).convertShape(VectorOperators.D2F, FLOATS, 0)
                    .reinterpretAsFloats()
                    .intoArray(y, yOffset + i);
            if (DOUBLES.length() < BYTES.length()) {
                var second = (DoubleVector) x.convertShape(VectorOperators.I2D, DOUBLES, 1);
                second.sub(shift).mul(scale).convertShape(VectorOperators.D2F, FLOATS, 0)
                        .reinterpretAsFloats()
                        .intoArray(y, yOffset + i + DOUBLES.length());
            }
        }
        return end;
    }

    /** y = e^x. */
    static void exp(float[] x, int xOffset, float[] y, int yOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var argument = FloatVector.fromArray(SPECIES, x, xOffset + i);
            var bounded = argument.blend(EXP_UNDERFLOW, argument.compare(VectorOperators.LT, EXP_UNDERFLOW))
                    .blend(EXP_OVERFLOW, argument.compare(VectorOperators.GT, EXP_OVERFLOW));
            // n = x / ln 2, rounded; r = x − n·ln 2.
            var shifted = bounded.fma(LOG2_E, ROUNDER);
            var n = shifted.sub(ROUNDER);
            var high = n.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), bounded);
            var r = n.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), high);
            // Polynomial of e^r.
            var p = r.fma(FloatVector.broadcast(SPECIES, INVERSE_FACTORIAL_7),
                    FloatVector.broadcast(SPECIES, INVERSE_FACTORIAL_6));
            p = r.fma(p, FloatVector.broadcast(SPECIES, INVERSE_FACTORIAL_5));
            p = r.fma(p, FloatVector.broadcast(SPECIES, INVERSE_FACTORIAL_4));
            p = r.fma(p, FloatVector.broadcast(SPECIES, INVERSE_FACTORIAL_3));
            p = r.fma(p, FloatVector.broadcast(SPECIES, INVERSE_FACTORIAL_2));
            p = r.fma(p, FloatVector.broadcast(SPECIES, 1));
            p = r.fma(p, FloatVector.broadcast(SPECIES, 1));
            // Times 2ⁿ.
            var exponent = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
            var half = exponent.lanewise(VectorOperators.ASHR, 1);
            var scale = half.add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, MANTISSA_BITS);
            var rest = exponent.sub(half).add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, MANTISSA_BITS);
            p.mul(scale.reinterpretAsFloats()).mul(rest.reinterpretAsFloats()).intoArray(y, yOffset + i);
        }
    }

    /** y = e^x − 1. */
    static void expm1(float[] x, float[] y, int end) {
        for (var i = 0; i < end; i += LANES) {
            var argument = FloatVector.fromArray(SPECIES, x, i);
            var bounded = argument.blend(EXPM1_SMALLEST, argument.compare(VectorOperators.LT, EXPM1_SMALLEST));
            // n = x / ln 2, rounded; r = x − n·ln 2.
            var shifted = bounded.fma(LOG2_E, ROUNDER);
            var n = shifted.sub(ROUNDER);
            var minusLow = FloatVector.broadcast(SPECIES, -LN2_LOW);
            var high = n.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), bounded);
            var r = n.fma(minusLow, high);
            var rest = n.fma(minusLow, high.sub(r));
            // Polynomial of e^r − 1.
            var p = r.fma(FloatVector.broadcast(SPECIES, INVERSE_FACTORIAL_7),
                    FloatVector.broadcast(SPECIES, INVERSE_FACTORIAL_6));
            p = r.fma(p, FloatVector.broadcast(SPECIES, INVERSE_FACTORIAL_5));
            p = r.fma(p, FloatVector.broadcast(SPECIES, INVERSE_FACTORIAL_4));
            p = r.fma(p, FloatVector.broadcast(SPECIES, INVERSE_FACTORIAL_3));
            p = r.fma(p, FloatVector.broadcast(SPECIES, INVERSE_FACTORIAL_2));
            p = r.mul(r).fma(p, rest).add(r);
            // Times 2ⁿ, minus 1.
            var exponent = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
            var scale = exponent.add(EXPONENT_BIAS)
                    .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
                    .reinterpretAsFloats();
            scale.fma(p, scale.sub(1)).intoArray(y, i);
        }
    }

    /** y = 1 / (1 + e^−x), given e = e^−|x|. */
    static void sigmoid(float[] x, int xOffset, float[] e, float[] y, int yOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var negative = FloatVector.fromArray(SPECIES, x, xOffset + i).compare(VectorOperators.LT, 0);
            var exponential = FloatVector.fromArray(SPECIES, e, i);
            var one = FloatVector.broadcast(SPECIES, 1);
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
    static void tanh(float[] x, int xOffset, float[] e, float[] y, int yOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var sign = FloatVector.fromArray(SPECIES, x, xOffset + i).reinterpretAsInts().and(SIGN_BIT);
            var exponential = FloatVector.fromArray(SPECIES, e, i);
            var sum = exponential.add(2);
            var rest = exponential.sub(sum.sub(2));
            var inverse = FloatVector.broadcast(SPECIES, 1).div(sum);
            var q = exponential.mul(inverse);
            var minusQ = q.neg();
            var remainder = minusQ.fma(rest, minusQ.fma(sum, exponential));
            var magnitude = remainder.fma(inverse, q).reinterpretAsInts();
            magnitude.or(sign).reinterpretAsFloats().intoArray(y, yOffset + i);
        }
    }

    /** y = ln(1 + e^x), given e = e^−|x|. */
    static void softplus(float[] x, int xOffset, float[] e, float[] y, int yOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var exponential = FloatVector.fromArray(SPECIES, e, i);
            var sum = exponential.add(1);
            var rest = exponential.sub(sum.sub(1));
            var distance = sum.reinterpretAsInts().sub(SQRT_HALF_BITS);
            // The exponent as a floating-point number, through ROUNDER's lowest bits.
            var exponent = distance.lanewise(VectorOperators.ASHR, MANTISSA_BITS).add(ROUNDER_BITS);
            var k = exponent.reinterpretAsFloats().sub(ROUNDER);
            var f = distance.and(MANTISSA_MASK).add(SQRT_HALF_BITS).reinterpretAsFloats().sub(1);
            var s = f.div(f.add(2));
            var z = s.mul(s);
            var p = z.fma(FloatVector.broadcast(SPECIES, TWO_NINTHS), FloatVector.broadcast(SPECIES, TWO_SEVENTHS));
            p = z.fma(p, FloatVector.broadcast(SPECIES, TWO_FIFTHS));
            p = z.fma(p, FloatVector.broadcast(SPECIES, TWO_THIRDS));
            var halfSquare = f.mul(0.5f).mul(f);
            var low = s.fma(z.fma(p, halfSquare), k.mul(LN2_LOW));
            var logarithm = k.fma(FloatVector.broadcast(SPECIES, LN2_HIGH), f.sub(halfSquare.sub(low)));
            var argument = FloatVector.fromArray(SPECIES, x, xOffset + i);
            var positive = FloatVector.zero(SPECIES).blend(argument, argument.compare(VectorOperators.GT, 0));
            positive.add(logarithm.add(rest.div(sum))).intoArray(y, yOffset + i);
        }
    }

    /** tail = Φ(−|x|), given e = e^(−x²/2). */
    static void normalTail(float[] x, int xOffset, float[] e, float[] tail, int tailOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var magnitude = FloatVector.fromArray(SPECIES, x, xOffset + i).abs();
            var y = magnitude.blend(TAIL_END, magnitude.compare(VectorOperators.GT, TAIL_END));
            var t = y.sub(TAIL_CENTER).div(y.add(TAIL_CENTER));
            var p = t.fma(FloatVector.broadcast(SPECIES, TAIL_10), FloatVector.broadcast(SPECIES, TAIL_9));
            p = t.fma(p, FloatVector.broadcast(SPECIES, TAIL_8));
            p = t.fma(p, FloatVector.broadcast(SPECIES, TAIL_7));
            p = t.fma(p, FloatVector.broadcast(SPECIES, TAIL_6));
            p = t.fma(p, FloatVector.broadcast(SPECIES, TAIL_5));
            p = t.fma(p, FloatVector.broadcast(SPECIES, TAIL_4));
            p = t.fma(p, FloatVector.broadcast(SPECIES, TAIL_3));
            p = t.fma(p, FloatVector.broadcast(SPECIES, TAIL_2));
            p = t.fma(p, FloatVector.broadcast(SPECIES, TAIL_1));
            p = t.fma(p, FloatVector.broadcast(SPECIES, TAIL_0));
            p.mul(FloatVector.fromArray(SPECIES, e, i)).intoArray(tail, tailOffset + i);
        }
    }
}
