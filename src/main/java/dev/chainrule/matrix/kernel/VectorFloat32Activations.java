package dev.chainrule.matrix.kernel;

import static dev.chainrule.matrix.kernel.VectorFloat32Functions.BLOCK;
import static dev.chainrule.matrix.kernel.VectorFloat32Math.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * a = f(z) on whole vectors, for functions that are simple once their exponential is known; {@code end} is a multiple of the lanes. The
 * parameter e, if there is one, starts at index 0.
 */
final class VectorFloat32Activations {
    private static final int LANES = SPECIES.length();

    private VectorFloat32Activations() {}

    static void relu(float[] z, int zOffset, float[] a, int aOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var x = FloatVector.fromArray(SPECIES, z, zOffset + i);
            x.blend(0, x.compare(VectorOperators.LE, 0)).intoArray(a, aOffset + i);
        }
    }

    static void leakyRelu(float[] z, int zOffset, float[] a, int aOffset, int end) {
        var slope = (float) ActivationFunction.LEAKY_RELU_SLOPE;
        for (var i = 0; i < end; i += LANES) {
            var x = FloatVector.fromArray(SPECIES, z, zOffset + i);
            x.blend(x.mul(slope), x.compare(VectorOperators.LE, 0)).intoArray(a, aOffset + i);
        }
    }

    /** Given e = e^min(z, 0) − 1. */
    static void elu(float[] z, int zOffset, float[] e, float[] a, int aOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var x = FloatVector.fromArray(SPECIES, z, zOffset + i);
            var curved = FloatVector.fromArray(SPECIES, e, i);
            x.blend(curved, x.compare(VectorOperators.LE, 0)).intoArray(a, aOffset + i);
        }
    }

    /** Given e = e^min(z, 0) − 1. */
    static void selu(float[] z, int zOffset, float[] e, float[] a, int aOffset, int end) {
        var scale = (float) ActivationFunction.SELU_SCALE;
        var saturation = (float) (ActivationFunction.SELU_SCALE * ActivationFunction.SELU_ALPHA);
        for (var i = 0; i < end; i += LANES) {
            var x = FloatVector.fromArray(SPECIES, z, zOffset + i);
            var curved = FloatVector.fromArray(SPECIES, e, i);
            x.mul(scale).blend(curved.mul(saturation), x.compare(VectorOperators.LE, 0)).intoArray(a, aOffset + i);
        }
    }

    /** Given Φ(−|z|) in e from index {@link VectorFloat32Functions#BLOCK}. */
    static void gelu(float[] z, int zOffset, float[] e, float[] a, int aOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var x = FloatVector.fromArray(SPECIES, z, zOffset + i);
            var tail = FloatVector.fromArray(SPECIES, e, BLOCK + i);
            var above = FloatVector.broadcast(SPECIES, 1).sub(tail);
            var distribution = above.blend(tail, x.compare(VectorOperators.LT, 0));
            x.mul(distribution).intoArray(a, aOffset + i);
        }
    }

    /** Given e = σ(z). */
    static void silu(float[] z, int zOffset, float[] e, float[] a, int aOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var x = FloatVector.fromArray(SPECIES, z, zOffset + i);
            x.mul(FloatVector.fromArray(SPECIES, e, i)).intoArray(a, aOffset + i);
        }
    }

    static void softsign(float[] z, int zOffset, float[] a, int aOffset, int end) {
        for (var i = 0; i < end; i += LANES) {
            var x = FloatVector.fromArray(SPECIES, z, zOffset + i);
            x.div(x.abs().add(1)).intoArray(a, aOffset + i);
        }
    }
}
