package dev.chainrule.matrix.kernel;

import static dev.chainrule.matrix.kernel.Float32Math.TAIL_END;
import static dev.chainrule.matrix.kernel.Float32Math.TANH_SATURATED;
import static dev.chainrule.matrix.kernel.VectorFloat32Math.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Arguments of exp for the activations, on whole vectors; {@code end} is a multiple of the lanes, and results start at index 0. */
final class VectorFloat32Arguments {
    private static final int LANES = SPECIES.length();

    private VectorFloat32Arguments() {}

    /** y = −|x|. */
    static void minusMagnitude(float[] x, int xOffset, float[] y, int end) {
        for (var i = 0; i < end; i += LANES) {
            FloatVector.fromArray(SPECIES, x, xOffset + i).abs().neg().intoArray(y, i);
        }
    }

    /** y = 2|x|, for |x| no larger than where tanh rounds to 1. */
    static void doubledMagnitude(float[] x, int xOffset, float[] y, int end) {
        for (var i = 0; i < end; i += LANES) {
            var magnitude = FloatVector.fromArray(SPECIES, x, xOffset + i).abs();
            var saturated = magnitude.compare(VectorOperators.GT, TANH_SATURATED);
            magnitude.blend(TANH_SATURATED, saturated).mul(2).intoArray(y, i);
        }
    }

    /** y = min(x, 0). */
    static void negativePart(float[] x, int xOffset, float[] y, int end) {
        for (var i = 0; i < end; i += LANES) {
            var argument = FloatVector.fromArray(SPECIES, x, xOffset + i);
            argument.blend(0, argument.compare(VectorOperators.GT, 0)).intoArray(y, i);
        }
    }

    /** y = −x²/2, rounded, for |x| no larger than where the normal distribution's tail ends. */
    static void minusHalfSquare(float[] x, int xOffset, float[] y, int end) {
        for (var i = 0; i < end; i += LANES) {
            var magnitude = FloatVector.fromArray(SPECIES, x, xOffset + i).abs();
            var bounded = magnitude.blend(TAIL_END, magnitude.compare(VectorOperators.GT, TAIL_END));
            bounded.mul(bounded).mul(-0.5f).intoArray(y, i);
        }
    }

    /** Corrects e^ of {@link #minusHalfSquare} for the rounding of the square: the result is e^(−x²/2). */
    static void correctForSquare(float[] x, int xOffset, float[] e, int end) {
        for (var i = 0; i < end; i += LANES) {
            var magnitude = FloatVector.fromArray(SPECIES, x, xOffset + i).abs();
            var bounded = magnitude.blend(TAIL_END, magnitude.compare(VectorOperators.GT, TAIL_END));
            var rest = bounded.fma(bounded, bounded.mul(bounded).neg());
            var exponential = FloatVector.fromArray(SPECIES, e, i);
            exponential.mul(-0.5f).fma(rest, exponential).intoArray(e, i);
        }
    }
}
