package dev.chainrule.matrix.kernel;

import static dev.chainrule.matrix.kernel.VectorFloat64Functions.BLOCK;
import static dev.chainrule.matrix.kernel.VectorFloat64Math.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/**
 * a = f(z) over whole vectors, for functions that are simple once their exponential is known; {@code end} is a multiple of the lanes. Where
 * there is a parameter e, it starts at 0.
 */
final class VectorFloat64Activations {
    private static final int LANES = SPECIES.length();

    private VectorFloat64Activations() {}

    static void relu(double[] z, int zOffset, double[] a, int aOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var x = DoubleVector.fromArray(SPECIES, z, zOffset + i);
            x.blend(0, x.compare(VectorOperators.LE, 0)).intoArray(a, aOffset + i);
        }
    }

    static void leakyRelu(double[] z, int zOffset, double[] a, int aOffset, int end) {
        var slope = ActivationFunction.LEAKY_RELU_SLOPE;
        for (var i = 0; i < end; i += LANES) {
            var x = DoubleVector.fromArray(SPECIES, z, zOffset + i);
            x.blend(x.mul(slope), x.compare(VectorOperators.LE, 0)).intoArray(a, aOffset + i);
        }
    }

    /** Given e = e^min(z, 0) − 1. */
    static void elu(double[] z, int zOffset, double[] e, double[] a, int aOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var x = DoubleVector.fromArray(SPECIES, z, zOffset + i);
            var curved = DoubleVector.fromArray(SPECIES, e, i);
            x.blend(curved, x.compare(VectorOperators.LE, 0)).intoArray(a, aOffset + i);
        }
    }

    /** Given e = e^min(z, 0) − 1. */
    static void selu(double[] z, int zOffset, double[] e, double[] a, int aOffset, int end) {
        var scale = ActivationFunction.SELU_SCALE;
        var saturation = (ActivationFunction.SELU_SCALE * ActivationFunction.SELU_ALPHA);
        for (var i = 0; i < end; i += LANES) {
            var x = DoubleVector.fromArray(SPECIES, z, zOffset + i);
            var curved = DoubleVector.fromArray(SPECIES, e, i);
            x.mul(scale).blend(curved.mul(saturation), x.compare(VectorOperators.LE, 0)).intoArray(a, aOffset + i);
        }
    }

    /** Given Φ(−|z|) in e from {@link VectorFloat64Functions#BLOCK} on. */
    static void gelu(double[] z, int zOffset, double[] e, double[] a, int aOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var x = DoubleVector.fromArray(SPECIES, z, zOffset + i);
            var tail = DoubleVector.fromArray(SPECIES, e, BLOCK + i);
            var above = DoubleVector.broadcast(SPECIES, 1).sub(tail);
            var distribution = above.blend(tail, x.compare(VectorOperators.LT, 0));
            x.mul(distribution).intoArray(a, aOffset + i);
        }
    }

    /** Given e = σ(z). */
    static void silu(double[] z, int zOffset, double[] e, double[] a, int aOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var x = DoubleVector.fromArray(SPECIES, z, zOffset + i);
            x.mul(DoubleVector.fromArray(SPECIES, e, i)).intoArray(a, aOffset + i);
        }
    }

    static void softsign(double[] z, int zOffset, double[] a, int aOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var x = DoubleVector.fromArray(SPECIES, z, zOffset + i);
            x.div(x.abs().add(1)).intoArray(a, aOffset + i);
        }
    }
}
