package dev.chainrule.matrix.kernel;

import static dev.chainrule.matrix.kernel.Float64Math.INVERSE_ROOT_OF_TWO_PI;
import static dev.chainrule.matrix.kernel.Float64Math.TAIL_END;
import static dev.chainrule.matrix.kernel.VectorFloat64Functions.BLOCK;
import static dev.chainrule.matrix.kernel.VectorFloat64Math.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/**
 * δ = δ ⊙ f′(z) over whole vectors, given a = f(z) or what of its parts is needed; {@code end} is a multiple of the lanes. Where there is a
 * parameter e, it starts at 0.
 */
final class VectorFloat64Derivatives {
    private static final int LANES = SPECIES.length();

    private VectorFloat64Derivatives() {}

    static void sigmoid(double[] a, int aOffset, double[] delta, int deltaOffset, int end) {
        var one = DoubleVector.broadcast(SPECIES, 1);
        for (var i = 0; i < end; i += LANES) {
            var d = DoubleVector.fromArray(SPECIES, delta, deltaOffset + i);
            var y = DoubleVector.fromArray(SPECIES, a, aOffset + i);
            d.mul(y.mul(one.sub(y))).intoArray(delta, deltaOffset + i);
        }
    }

    static void tanh(double[] a, int aOffset, double[] delta, int deltaOffset, int end) {
        var one = DoubleVector.broadcast(SPECIES, 1);
        for (var i = 0; i < end; i += LANES) {
            var d = DoubleVector.fromArray(SPECIES, delta, deltaOffset + i);
            var y = DoubleVector.fromArray(SPECIES, a, aOffset + i);
            d.mul(y.neg().fma(y, one)).intoArray(delta, deltaOffset + i);
        }
    }

    static void relu(double[] z, int zOffset, double[] delta, int deltaOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var d = DoubleVector.fromArray(SPECIES, delta, deltaOffset + i);
            var x = DoubleVector.fromArray(SPECIES, z, zOffset + i);
            d.blend(0, x.compare(VectorOperators.LE, 0))
                    .blend(x, x.test(VectorOperators.IS_NAN))
                    .intoArray(delta, deltaOffset + i);
        }
    }

    static void leakyRelu(double[] z, int zOffset, double[] delta, int deltaOffset, int end) {
        var slope = ActivationFunction.LEAKY_RELU_SLOPE;
        for (var i = 0; i < end; i += LANES) {
            var d = DoubleVector.fromArray(SPECIES, delta, deltaOffset + i);
            var x = DoubleVector.fromArray(SPECIES, z, zOffset + i);
            d.blend(d.mul(slope), x.compare(VectorOperators.LE, 0))
                    .blend(x, x.test(VectorOperators.IS_NAN))
                    .intoArray(delta, deltaOffset + i);
        }
    }

    static void elu(double[] z, int zOffset, double[] a, int aOffset, double[] delta, int deltaOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var d = DoubleVector.fromArray(SPECIES, delta, deltaOffset + i);
            var x = DoubleVector.fromArray(SPECIES, z, zOffset + i);
            var y = DoubleVector.fromArray(SPECIES, a, aOffset + i);
            d.blend(d.mul(y.add(1)), x.compare(VectorOperators.LE, 0))
                    .blend(x, x.test(VectorOperators.IS_NAN))
                    .intoArray(delta, deltaOffset + i);
        }
    }

    static void selu(double[] z, int zOffset, double[] a, int aOffset, double[] delta, int deltaOffset, int end) {
        var scale = ActivationFunction.SELU_SCALE;
        var saturation = (ActivationFunction.SELU_SCALE * ActivationFunction.SELU_ALPHA);
        for (var i = 0; i < end; i += LANES) {
            var d = DoubleVector.fromArray(SPECIES, delta, deltaOffset + i);
            var x = DoubleVector.fromArray(SPECIES, z, zOffset + i);
            var y = DoubleVector.fromArray(SPECIES, a, aOffset + i);
            d.mul(scale).blend(d.mul(y.add(saturation)), x.compare(VectorOperators.LE, 0))
                    .blend(x, x.test(VectorOperators.IS_NAN))
                    .intoArray(delta, deltaOffset + i);
        }
    }

    /** Given e = e^(−z²/2), and Φ(−|z|) behind it from {@link VectorFloat64Functions#BLOCK} on. */
    static void gelu(double[] z, int zOffset, double[] e, double[] delta, int deltaOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var d = DoubleVector.fromArray(SPECIES, delta, deltaOffset + i);
            var x = DoubleVector.fromArray(SPECIES, z, zOffset + i);
            var exponential = DoubleVector.fromArray(SPECIES, e, i);
            var tail = DoubleVector.fromArray(SPECIES, e, BLOCK + i);
            var above = DoubleVector.broadcast(SPECIES, 1).sub(tail);
            var distribution = above.blend(tail, x.compare(VectorOperators.LT, 0));
            var bounded = x.blend(TAIL_END, x.compare(VectorOperators.GT, TAIL_END))
                    .blend(-TAIL_END, x.compare(VectorOperators.LT, -TAIL_END));
            d.mul(bounded.mul(INVERSE_ROOT_OF_TWO_PI).fma(exponential, distribution)).intoArray(delta, deltaOffset + i);
        }
    }

    /** Given e = σ(z). */
    static void silu(double[] z, int zOffset, double[] e, double[] delta, int deltaOffset, int end) {
        var one = DoubleVector.broadcast(SPECIES, 1);
        for (var i = 0; i < end; i += LANES) {
            var d = DoubleVector.fromArray(SPECIES, delta, deltaOffset + i);
            var x = DoubleVector.fromArray(SPECIES, z, zOffset + i);
            var s = DoubleVector.fromArray(SPECIES, e, i);
            d.mul(s.mul(x.fma(one.sub(s), one))).intoArray(delta, deltaOffset + i);
        }
    }

    /** Given e = σ(z). */
    static void softplus(double[] e, double[] delta, int deltaOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var d = DoubleVector.fromArray(SPECIES, delta, deltaOffset + i);
            d.mul(DoubleVector.fromArray(SPECIES, e, i)).intoArray(delta, deltaOffset + i);
        }
    }

    static void softsign(double[] z, int zOffset, double[] delta, int deltaOffset, int end) {
        var one = DoubleVector.broadcast(SPECIES, 1);
        for (var i = 0; i < end; i += LANES) {
            var d = DoubleVector.fromArray(SPECIES, delta, deltaOffset + i);
            var x = DoubleVector.fromArray(SPECIES, z, zOffset + i);
            var r = x.abs().add(1);
            d.mul(one.div(r.mul(r))).intoArray(delta, deltaOffset + i);
        }
    }
}
