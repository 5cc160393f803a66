package dev.chainrule.matrix.kernel;

import static dev.chainrule.matrix.kernel.Float64Math.TAIL_END;
import static dev.chainrule.matrix.kernel.Float64Math.TANH_SATURATED;
import static dev.chainrule.matrix.kernel.VectorFloat64Math.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/** Of what the activations take exponentials, over whole vectors; {@code end} is a multiple of their lanes, and results start at 0. */
final class VectorFloat64Arguments {
    private static final int LANES = SPECIES.length();

    private VectorFloat64Arguments() {}

    /** y = −|x|. */
    static void minusMagnitude(double[] x, int xOffset, double[] y, int end) {
        for (var i = 0; i < end; i += LANES) {
            DoubleVector.fromArray(SPECIES, x, xOffset + i).abs().neg().intoArray(y, i);
        }
    }

    /** y = 2|x|, for |x| no larger than where tanh rounds to 1. */
    static void doubledMagnitude(double[] x, int xOffset, double[] y, int end) {
        for (var i = 0; i < end; i += LANES) {
            var magnitude = DoubleVector.fromArray(SPECIES, x, xOffset + i).abs();
            var saturated = magnitude.compare(VectorOperators.GT, TANH_SATURATED);
            magnitude.blend(TANH_SATURATED, saturated).mul(2).intoArray(y, i);
        }
    }

    /** y = min(x, 0). */
    static void negativePart(double[] x, int xOffset, double[] y, int end) {
        for (var i = 0; i < end; i += LANES) {
            var argument = DoubleVector.fromArray(SPECIES, x, xOffset + i);
            argument.blend(0, argument.compare(VectorOperators.GT, 0)).intoArray(y, i);
        }
    }

    /** y = −x²/2, rounded, for |x| no larger than where the normal distribution's tail ends. */
    static void minusHalfSquare(double[] x, int xOffset, double[] y, int end) {
        for (var i = 0; i < end; i += LANES) {
            var magnitude = DoubleVector.fromArray(SPECIES, x, xOffset + i).abs();
            var bounded = magnitude.blend(TAIL_END, magnitude.compare(VectorOperators.GT, TAIL_END));
            bounded.mul(bounded).mul(-0.5d).intoArray(y, i);
        }
    }

    /** From e^ of {@link #minusHalfSquare} to e^(−x²/2): with what rounding took from the square. */
    static void correctForSquare(double[] x, int xOffset, double[] e, int end) {
        for (var i = 0; i < end; i += LANES) {
            var magnitude = DoubleVector.fromArray(SPECIES, x, xOffset + i).abs();
            var bounded = magnitude.blend(TAIL_END, magnitude.compare(VectorOperators.GT, TAIL_END));
            var rest = bounded.fma(bounded, bounded.mul(bounded).neg());
            var exponential = DoubleVector.fromArray(SPECIES, e, i);
            exponential.mul(-0.5d).fma(rest, exponential).intoArray(e, i);
        }
    }
}
