package dev.chainrule.matrix.kernel;

import static dev.chainrule.matrix.kernel.VectorFloat32Math.SPECIES;

/** Activations, softmax and costs on whole vectors, with scalar code for the tail of an array. */
final class VectorFloat32Functions implements FunctionKernels<float[]> {
    /** Number of exponentials that are kept between the loops of a function: a small part of the L1 cache. */
    static final int BLOCK = 1024;

    private static final ThreadLocal<float[]> EXPONENTIALS = ThreadLocal.withInitial(() -> new float[2 * BLOCK]);

    private final ScalarFloat32Functions scalar = new ScalarFloat32Functions();

    @Override
    public void activate(ActivationFunction f, float[] z, int zOffset, float[] a, int aOffset, int length) {
        var end = SPECIES.loopBound(length);
        if (end > 0) {
            var e = EXPONENTIALS.get();
            for (var i = 0; i < end; i += BLOCK) {
                activateBlock(f, z, zOffset + i, e, a, aOffset + i, Math.min(BLOCK, end - i));
            }
        }
        if (end < length) {
            scalar.activate(f, z, zOffset + end, a, aOffset + end, length - end);
        }
    }

    private static void activateBlock(
            ActivationFunction f, float[] z, int zOffset, float[] e, float[] a, int aOffset, int end) {
        switch (f) {
            case IDENTITY -> System.arraycopy(z, zOffset, a, aOffset, end);
            case SIGMOID -> {
                VectorFloat32Arguments.minusMagnitude(z, zOffset, e, end);
                VectorFloat32Math.exp(e, 0, e, 0, end);
                VectorFloat32Math.sigmoid(z, zOffset, e, a, aOffset, end);
            }
            case TANH -> {
                VectorFloat32Arguments.doubledMagnitude(z, zOffset, e, end);
                VectorFloat32Math.expm1(e, e, end);
                VectorFloat32Math.tanh(z, zOffset, e, a, aOffset, end);
            }
            case RELU -> VectorFloat32Activations.relu(z, zOffset, a, aOffset, end);
            case LEAKY_RELU -> VectorFloat32Activations.leakyRelu(z, zOffset, a, aOffset, end);
            case ELU -> {
                VectorFloat32Arguments.negativePart(z, zOffset, e, end);
                VectorFloat32Math.expm1(e, e, end);
                VectorFloat32Activations.elu(z, zOffset, e, a, aOffset, end);
            }
            case SELU -> {
                VectorFloat32Arguments.negativePart(z, zOffset, e, end);
                VectorFloat32Math.expm1(e, e, end);
                VectorFloat32Activations.selu(z, zOffset, e, a, aOffset, end);
            }
            case GELU -> {
                VectorFloat32Arguments.minusHalfSquare(z, zOffset, e, end);
                VectorFloat32Math.exp(e, 0, e, 0, end);
                VectorFloat32Arguments.correctForSquare(z, zOffset, e, end);
                VectorFloat32Math.normalTail(z, zOffset, e, e, BLOCK, end);
                VectorFloat32Activations.gelu(z, zOffset, e, a, aOffset, end);
            }
            case SILU -> {
                VectorFloat32Arguments.minusMagnitude(z, zOffset, e, end);
                VectorFloat32Math.exp(e, 0, e, 0, end);
                VectorFloat32Math.sigmoid(z, zOffset, e, e, 0, end);
                VectorFloat32Activations.silu(z, zOffset, e, a, aOffset, end);
            }
            case SOFTPLUS -> {
                VectorFloat32Arguments.minusMagnitude(z, zOffset, e, end);
                VectorFloat32Math.exp(e, 0, e, 0, end);
                VectorFloat32Math.softplus(z, zOffset, e, a, aOffset, end);
            }
            case SOFTSIGN -> VectorFloat32Activations.softsign(z, zOffset, a, aOffset, end);
        }
    }

    @Override
    public void multiplyByDerivative(
            ActivationFunction f, float[] z, int zOffset, float[] a, int aOffset, float[] delta, int deltaOffset,
            int length) {
        var end = SPECIES.loopBound(length);
        if (end > 0) {
            var e = EXPONENTIALS.get();
            for (var i = 0; i < end; i += BLOCK) {
                multiplyBlock(f, z, zOffset + i, a, aOffset + i, e, delta, deltaOffset + i, Math.min(BLOCK, end - i));
            }
        }
        if (end < length) {
            scalar.multiplyByDerivative(
                    f, z, zOffset + end, a, aOffset + end, delta, deltaOffset + end, length - end);
        }
    }

    private static void multiplyBlock(
            ActivationFunction f, float[] z, int zOffset, float[] a, int aOffset, float[] e, float[] delta,
            int deltaOffset, int end) {
        switch (f) {
            case IDENTITY -> {}
            case SIGMOID -> VectorFloat32Derivatives.sigmoid(a, aOffset, delta, deltaOffset, end);
            case TANH -> VectorFloat32Derivatives.tanh(a, aOffset, delta, deltaOffset, end);
            case RELU -> VectorFloat32Derivatives.relu(z, zOffset, delta, deltaOffset, end);
            case LEAKY_RELU -> VectorFloat32Derivatives.leakyRelu(z, zOffset, delta, deltaOffset, end);
            case ELU -> VectorFloat32Derivatives.elu(z, zOffset, a, aOffset, delta, deltaOffset, end);
            case SELU -> VectorFloat32Derivatives.selu(z, zOffset, a, aOffset, delta, deltaOffset, end);
            case GELU -> {
                VectorFloat32Arguments.minusHalfSquare(z, zOffset, e, end);
                VectorFloat32Math.exp(e, 0, e, 0, end);
                VectorFloat32Arguments.correctForSquare(z, zOffset, e, end);
                VectorFloat32Math.normalTail(z, zOffset, e, e, BLOCK, end);
                VectorFloat32Derivatives.gelu(z, zOffset, e, delta, deltaOffset, end);
            }
            case SILU -> {
                VectorFloat32Arguments.minusMagnitude(z, zOffset, e, end);
                VectorFloat32Math.exp(e, 0, e, 0, end);
                VectorFloat32Math.sigmoid(z, zOffset, e, e, 0, end);
                VectorFloat32Derivatives.silu(z, zOffset, e, delta, deltaOffset, end);
            }
            case SOFTPLUS -> {
                VectorFloat32Arguments.minusMagnitude(z, zOffset, e, end);
                VectorFloat32Math.exp(e, 0, e, 0, end);
                VectorFloat32Math.sigmoid(z, zOffset, e, e, 0, end);
                VectorFloat32Derivatives.softplus(e, delta, deltaOffset, end);
            }
            case SOFTSIGN -> VectorFloat32Derivatives.softsign(z, zOffset, delta, deltaOffset, end);
        }
    }

    @Override
    public void softmax(float[] z, int zOffset, float[] a, int aOffset, int rows, int columns) {
        Float32Rows.subtractMaximum(z, zOffset, a, aOffset, rows, columns);
        exp(a, aOffset, a, aOffset, rows * columns); // across row boundaries: elements are independent
        Float32Rows.divideBySum(a, aOffset, rows, columns);
    }

    @Override
    public void softmaxBackward(float[] a, int aOffset, float[] delta, int deltaOffset, int rows, int columns) {
        Float32Rows.softmaxBackward(a, aOffset, delta, deltaOffset, rows, columns);
    }

    @Override
    public void exp(float[] x, int xOffset, float[] y, int yOffset, int length) {
        var end = SPECIES.loopBound(length);
        VectorFloat32Math.exp(x, xOffset, y, yOffset, end);
        for (var i = end; i < length; i++) {
            y[yOffset + i] = Float32Math.exp(x[xOffset + i]);
        }
    }

    @Override
    public double cost(
            CostFunction f, float[] output, int outputOffset, float[] target, int targetOffset, int rows, int columns) {
        return Float32Costs.cost(this, f, output, outputOffset, target, targetOffset, rows, columns);
    }

    @Override
    public void costGradient(
            CostFunction f, float[] output, int outputOffset, float[] target, int targetOffset, float[] delta,
            int deltaOffset, int rows, int columns) {
        Float32Costs.gradient(f, output, outputOffset, target, targetOffset, delta, deltaOffset, rows, columns);
    }
}
