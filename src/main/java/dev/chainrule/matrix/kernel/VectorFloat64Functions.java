package dev.chainrule.matrix.kernel;

import static dev.chainrule.matrix.kernel.VectorFloat64Math.SPECIES;

/** Activations, softmax and costs on whole vectors; what is left at the end of an array is the scalar kernels'. */
final class VectorFloat64Functions implements FunctionKernels<double[]> {
    /** Elements whose exponentials are kept between the loops of one function: a small part of the first cache. */
    static final int BLOCK = 1024;

    private static final ThreadLocal<double[]> EXPONENTIALS = ThreadLocal.withInitial(() -> new double[2 * BLOCK]);

    private final ScalarFloat64Functions scalar = new ScalarFloat64Functions();

    @Override
    public void activate(ActivationFunction f, double[] z, int zOffset, double[] a, int aOffset, int length) {
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
            ActivationFunction f, double[] z, int zOffset, double[] e, double[] a, int aOffset, int end) {
        switch (f) {
            case IDENTITY -> System.arraycopy(z, zOffset, a, aOffset, end);
            case SIGMOID -> {
                VectorFloat64Arguments.minusMagnitude(z, zOffset, e, end);
                VectorFloat64Math.exp(e, 0, e, 0, end);
                VectorFloat64Math.sigmoid(z, zOffset, e, a, aOffset, end);
            }
            case TANH -> {
                VectorFloat64Arguments.doubledMagnitude(z, zOffset, e, end);
                VectorFloat64Math.expm1(e, e, end);
                VectorFloat64Math.tanh(z, zOffset, e, a, aOffset, end);
            }
            case RELU -> VectorFloat64Activations.relu(z, zOffset, a, aOffset, end);
            case LEAKY_RELU -> VectorFloat64Activations.leakyRelu(z, zOffset, a, aOffset, end);
            case ELU -> {
                VectorFloat64Arguments.negativePart(z, zOffset, e, end);
                VectorFloat64Math.expm1(e, e, end);
                VectorFloat64Activations.elu(z, zOffset, e, a, aOffset, end);
            }
            case SELU -> {
                VectorFloat64Arguments.negativePart(z, zOffset, e, end);
                VectorFloat64Math.expm1(e, e, end);
                VectorFloat64Activations.selu(z, zOffset, e, a, aOffset, end);
            }
            case GELU -> {
                VectorFloat64Arguments.minusHalfSquare(z, zOffset, e, end);
                VectorFloat64Math.exp(e, 0, e, 0, end);
                VectorFloat64Arguments.correctForSquare(z, zOffset, e, end);
                VectorFloat64Math.normalTail(z, zOffset, e, e, BLOCK, end);
                VectorFloat64Activations.gelu(z, zOffset, e, a, aOffset, end);
            }
            case SILU -> {
                VectorFloat64Arguments.minusMagnitude(z, zOffset, e, end);
                VectorFloat64Math.exp(e, 0, e, 0, end);
                VectorFloat64Math.sigmoid(z, zOffset, e, e, 0, end);
                VectorFloat64Activations.silu(z, zOffset, e, a, aOffset, end);
            }
            case SOFTPLUS -> {
                VectorFloat64Arguments.minusMagnitude(z, zOffset, e, end);
                VectorFloat64Math.exp(e, 0, e, 0, end);
                VectorFloat64Math.softplus(z, zOffset, e, a, aOffset, end);
            }
            case SOFTSIGN -> VectorFloat64Activations.softsign(z, zOffset, a, aOffset, end);
        }
    }

    @Override
    public void multiplyByDerivative(
            ActivationFunction f, double[] z, int zOffset, double[] a, int aOffset, double[] delta, int deltaOffset,
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
            ActivationFunction f, double[] z, int zOffset, double[] a, int aOffset, double[] e, double[] delta,
            int deltaOffset, int end) {
        switch (f) {
            case IDENTITY -> {}
            case SIGMOID -> VectorFloat64Derivatives.sigmoid(a, aOffset, delta, deltaOffset, end);
            case TANH -> VectorFloat64Derivatives.tanh(a, aOffset, delta, deltaOffset, end);
            case RELU -> VectorFloat64Derivatives.relu(z, zOffset, delta, deltaOffset, end);
            case LEAKY_RELU -> VectorFloat64Derivatives.leakyRelu(z, zOffset, delta, deltaOffset, end);
            case ELU -> VectorFloat64Derivatives.elu(z, zOffset, a, aOffset, delta, deltaOffset, end);
            case SELU -> VectorFloat64Derivatives.selu(z, zOffset, a, aOffset, delta, deltaOffset, end);
            case GELU -> {
                VectorFloat64Arguments.minusHalfSquare(z, zOffset, e, end);
                VectorFloat64Math.exp(e, 0, e, 0, end);
                VectorFloat64Arguments.correctForSquare(z, zOffset, e, end);
                VectorFloat64Math.normalTail(z, zOffset, e, e, BLOCK, end);
                VectorFloat64Derivatives.gelu(z, zOffset, e, delta, deltaOffset, end);
            }
            case SILU -> {
                VectorFloat64Arguments.minusMagnitude(z, zOffset, e, end);
                VectorFloat64Math.exp(e, 0, e, 0, end);
                VectorFloat64Math.sigmoid(z, zOffset, e, e, 0, end);
                VectorFloat64Derivatives.silu(z, zOffset, e, delta, deltaOffset, end);
            }
            case SOFTPLUS -> {
                VectorFloat64Arguments.minusMagnitude(z, zOffset, e, end);
                VectorFloat64Math.exp(e, 0, e, 0, end);
                VectorFloat64Math.sigmoid(z, zOffset, e, e, 0, end);
                VectorFloat64Derivatives.softplus(e, delta, deltaOffset, end);
            }
            case SOFTSIGN -> VectorFloat64Derivatives.softsign(z, zOffset, delta, deltaOffset, end);
        }
    }

    @Override
    public void softmax(double[] z, int zOffset, double[] a, int aOffset, int rows, int columns) {
        Float64Rows.subtractMaximum(z, zOffset, a, aOffset, rows, columns);
        exp(a, aOffset, a, aOffset, rows * columns); // across the rows' ends: each element stands for itself
        Float64Rows.divideBySum(a, aOffset, rows, columns);
    }

    @Override
    public void softmaxBackward(double[] a, int aOffset, double[] delta, int deltaOffset, int rows, int columns) {
        Float64Rows.softmaxBackward(a, aOffset, delta, deltaOffset, rows, columns);
    }

    @Override
    public void exp(double[] x, int xOffset, double[] y, int yOffset, int length) {
        var end = SPECIES.loopBound(length);
        VectorFloat64Math.exp(x, xOffset, y, yOffset, end);
        for (var i = end; i < length; i++) {
            y[yOffset + i] = Float64Math.exp(x[xOffset + i]);
        }
    }

    @Override
    public double cost(
            CostFunction f, double[] output, int outputOffset, double[] target, int targetOffset, int rows,
            int columns) {
        return Float64Costs.cost(this, f, output, outputOffset, target, targetOffset, rows, columns);
    }

    @Override
    public void costGradient(
            CostFunction f, double[] output, int outputOffset, double[] target, int targetOffset, double[] delta,
            int deltaOffset, int rows, int columns) {
        Float64Costs.gradient(f, output, outputOffset, target, targetOffset, delta, deltaOffset, rows, columns);
    }
}
