package dev.chainrule.matrix.kernel;

import static dev.chainrule.matrix.kernel.Float32Math.INVERSE_ROOT_OF_TWO_PI;
import static dev.chainrule.matrix.kernel.Float32Math.TAIL_END;
import static dev.chainrule.matrix.kernel.VectorFloat32Functions.BLOCK;
import static dev.chainrule.matrix.kernel.VectorFloat32Math.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * δ = δ ⊙ f′(z) on whole vectors, given a = f(z) or the parts of it that f′ needs; {@code end} is a multiple of the lanes. The parameter e,
 * if there is one, starts at index 0.
 */
final class VectorFloat32Derivatives {
    private static final int LANES = SPECIES.length();

    private VectorFloat32Derivatives() {}

    static void sigmoid(float[] a, int aOffset, float[] delta, int deltaOffset, int end) {
        var one = FloatVector.broadcast(SPECIES, 1);
        for (var i = 0; i < end; i += LANES) {
            var d = FloatVector.fromArray(SPECIES, delta, deltaOffset + i);
            var y = FloatVector.fromArray(SPECIES, a, aOffset + i);
            d.mul(y.mul(one.sub(y))).intoArray(delta, deltaOffset + i);
        }
    }

    static void tanh(float[] a, int aOffset, float[] delta, int deltaOffset, int end) {
        var one = FloatVector.broadcast(SPECIES, 1);
        for (var i = 0; i < end; i += LANES) {
            var d = FloatVector.fromArray(SPECIES, delta, deltaOffset + i);
            var y = FloatVector.fromArray(SPECIES, a, aOffset + i);
            d.mul(y.neg().fma(y, one)).intoArray(delta, deltaOffset + i);
        }
    }

    static void relu(float[] z, int zOffset, float[] delta, int deltaOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var d = FloatVector.fromArray(SPECIES, delta, deltaOffset + i);
            var x = FloatVector.fromArray(SPECIES, z, zOffset + i);
            d.blend(0, x.compare(VectorOperators.LE, 0))
                    .blend(x, x.test(VectorOperators.IS_NAN))
                    .intoArray(delta, deltaOffset + i);
        }
    }

    static void leakyRelu(float[] z, int zOffset, float[] delta, int deltaOffset, int end) {
        var slope = (float) ActivationFunction.LEAKY_RELU_SLOPE;
        for (var i = 0; i < end; i += LANES) {
            var d = FloatVector.fromArray(SPECIES, delta, deltaOffset + i);
            var x = FloatVector.fromArray(SPECIES, z, zOffset + i);
            d.blend(d.mul(slope), x.compare(VectorOperators.LE, 0))
                    .blend(x, x.test(VectorOperators.IS_NAN))
                    .intoArray(delta, deltaOffset + i);
        }
    }

    static void elu(float[] z, int zOffset, float[] a, int aOffset, float[] delta, int deltaOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var d = FloatVector.fromArray(SPECIES, delta, deltaOffset + i);
            var x = FloatVector.fromArray(SPECIES, z, zOffset + i);
            var y = FloatVector.fromArray(SPECIES, a, aOffset + i);
            d.blend(d.mul(y.add(1)), x.compare(VectorOperators.LE, 0))
                    .blend(x, x.test(VectorOperators.IS_NAN))
                    .intoArray(delta, deltaOffset + i);
        }
    }

    static void selu(float[] z, int zOffset, float[] a, int aOffset, float[] delta, int deltaOffset, int end) {
        var scale = (float) ActivationFunction.SELU_SCALE;
        var saturation = (float) (ActivationFunction.SELU_SCALE * ActivationFunction.SELU_ALPHA);
        for (var i = 0; i < end; i += LANES) {
            var d = FloatVector.fromArray(SPECIES, delta, deltaOffset + i);
            var x = FloatVector.fromArray(SPECIES, z, zOffset + i);
            var y = FloatVector.fromArray(SPECIES, a, aOffset + i);
            d.mul(scale).blend(d.mul(y.add(saturation)), x.compare(VectorOperators.LE, 0))
                    .blend(x, x.test(VectorOperators.IS_NAN))
                    .intoArray(delta, deltaOffset + i);
        }
    }

    /** Given e = e^(−z²/2), and Φ(−|z|) in e from index {@link VectorFloat32Functions#BLOCK}. */
    static void gelu(float[] z, int zOffset, float[] e, float[] delta, int deltaOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var d = FloatVector.fromArray(SPECIES, delta, deltaOffset + i);
            var x = FloatVector.fromArray(SPECIES, z, zOffset + i);
            var exponential = FloatVector.fromArray(SPECIES, e, i);
            var tail = FloatVector.fromArray(SPECIES, e, BLOCK + i);
            var above = FloatVector.broadcast(SPECIES, 1).sub(tail);
            var distribution = above.blend(tail, x.compare(VectorOperators.LT, 0));
            var bounded = x.blend(TAIL_END, x.compare(VectorOperators.GT, TAIL_END))
                    .blend(-TAIL_END, x.compare(VectorOperators.LT, -TAIL_END));
            d.mul(bounded.mul(INVERSE_ROOT_OF_TWO_PI).fma(exponential, distribution)).intoArray(delta, deltaOffset + i);
        }
    }

    /** Given e = σ(z). */
    static void silu(float[] z, int zOffset, float[] e, float[] delta, int deltaOffset, int end) {
        var one = FloatVector.broadcast(SPECIES, 1);
        for (var i = 0; i < end; i += LANES) {
            var d = FloatVector.fromArray(SPECIES, delta, deltaOffset + i);
            var x = FloatVector.fromArray(SPECIES, z, zOffset + i);
            var s = FloatVector.fromArray(SPECIES, e, i);
            d.mul(s.mul(x.fma(one.sub(s), one))).intoArray(delta, deltaOffset + i);
        }
    }

    /** Given e = σ(z). */
    static void softplus(float[] e, float[] delta, int deltaOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var d = FloatVector.fromArray(SPECIES, delta, deltaOffset + i);
            d.mul(FloatVector.fromArray(SPECIES, e, i)).intoArray(delta, deltaOffset + i);
        }
    }

    static void softsign(float[] z, int zOffset, float[] delta, int deltaOffset, int end) {
        var one = FloatVector.broadcast(SPECIES, 1);
        for (var i = 0; i < end; i += LANES) {
            var d = FloatVector.fromArray(SPECIES, delta, deltaOffset + i);
            var x = FloatVector.fromArray(SPECIES, z, zOffset + i);
            var r = x.abs().add(1);
            d.mul(one.div(r.mul(r))).intoArray(delta, deltaOffset + i);
        }
    }
}
