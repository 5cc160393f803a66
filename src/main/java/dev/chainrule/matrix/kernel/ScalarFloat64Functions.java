package dev.chainrule.matrix.kernel;

/** Activations, softmax and costs by scalar loops. */
final class ScalarFloat64Functions implements FunctionKernels<double[]> {
    @Override
    public void activate(ActivationFunction f, double[] z, int zOffset, double[] a, int aOffset, int length) {
        switch (f) {
            case IDENTITY -> System.arraycopy(z, zOffset, a, aOffset, length);
            case SIGMOID -> {
                for (var i = 0; i < length; i++) {
                    a[aOffset + i] = Float64Math.sigmoid(z[zOffset + i]);
                }
            }
            case TANH -> {
                for (var i = 0; i < length; i++) {
                    a[aOffset + i] = Float64Math.tanh(z[zOffset + i]);
                }
            }
            case RELU -> {
                for (var i = 0; i < length; i++) {
                    var x = z[zOffset + i];
                    a[aOffset + i] = x <= 0 ? 0 : x;
                }
            }
            case LEAKY_RELU -> {
                var slope = ActivationFunction.LEAKY_RELU_SLOPE;
                for (var i = 0; i < length; i++) {
                    var x = z[zOffset + i];
                    a[aOffset + i] = x <= 0 ? slope * x : x;
                }
            }
            case ELU -> {
                for (var i = 0; i < length; i++) {
                    var x = z[zOffset + i];
                    a[aOffset + i] = x <= 0 ? Float64Math.expm1(x) : x;
                }
            }
            case SELU -> {
                var scale = ActivationFunction.SELU_SCALE;
                var saturation = (ActivationFunction.SELU_SCALE * ActivationFunction.SELU_ALPHA);
                for (var i = 0; i < length; i++) {
                    var x = z[zOffset + i];
                    a[aOffset + i] = x <= 0 ? saturation * Float64Math.expm1(x) : scale * x;
                }
            }
            case GELU -> {
                for (var i = 0; i < length; i++) {
                    a[aOffset + i] = Float64Math.gelu(z[zOffset + i]);
                }
            }
            case SILU -> {
                for (var i = 0; i < length; i++) {
                    var x = z[zOffset + i];
                    a[aOffset + i] = x * Float64Math.sigmoid(x);
                }
            }
            case SOFTPLUS -> {
                for (var i = 0; i < length; i++) {
                    a[aOffset + i] = Float64Math.softplus(z[zOffset + i]);
                }
            }
            case SOFTSIGN -> {
                for (var i = 0; i < length; i++) {
                    var x = z[zOffset + i];
                    a[aOffset + i] = x / (1 + Math.abs(x));
                }
            }
        }
    }

    @Override
    public void multiplyByDerivative(
            ActivationFunction f, double[] z, int zOffset, double[] a, int aOffset, double[] delta, int deltaOffset,
            int length) {
        switch (f) {
            case IDENTITY -> {}
            case SIGMOID -> {
                for (var i = 0; i < length; i++) {
                    var y = a[aOffset + i];
                    delta[deltaOffset + i] *= y * (1 - y);
                }
            }
            case TANH -> {
                for (var i = 0; i < length; i++) {
                    var y = a[aOffset + i];
                    delta[deltaOffset + i] *= Math.fma(-y, y, 1);
                }
            }
            case RELU -> {
                for (var i = 0; i < length; i++) {
                    var x = z[zOffset + i];
                    delta[deltaOffset + i] = x <= 0 ? 0 : x > 0 ? delta[deltaOffset + i] : x;
                }
            }
            case LEAKY_RELU -> {
                var slope = ActivationFunction.LEAKY_RELU_SLOPE;
                for (var i = 0; i < length; i++) {
                    var x = z[zOffset + i];
                    delta[deltaOffset + i] *= x <= 0 ? slope : x > 0 ? 1 : x;
                }
            }
            case ELU -> {
                for (var i = 0; i < length; i++) {
                    var x = z[zOffset + i];
                    delta[deltaOffset + i] *= x <= 0 ? a[aOffset + i] + 1 : x > 0 ? 1 : x;
                }
            }
            case SELU -> {
                var scale = ActivationFunction.SELU_SCALE;
                var saturation = (ActivationFunction.SELU_SCALE * ActivationFunction.SELU_ALPHA);
                for (var i = 0; i < length; i++) {
                    var x = z[zOffset + i];
                    delta[deltaOffset + i] *= x <= 0 ? a[aOffset + i] + saturation : x > 0 ? scale : x;
                }
            }
            case GELU -> {
                for (var i = 0; i < length; i++) {
                    delta[deltaOffset + i] *= Float64Math.geluDerivative(z[zOffset + i]);
                }
            }
            case SILU -> {
                for (var i = 0; i < length; i++) {
                    var x = z[zOffset + i];
                    var s = Float64Math.sigmoid(x);
                    delta[deltaOffset + i] *= s * Math.fma(x, 1 - s, 1);
                }
            }
            case SOFTPLUS -> {
                for (var i = 0; i < length; i++) {
                    delta[deltaOffset + i] *= Float64Math.sigmoid(z[zOffset + i]);
                }
            }
            case SOFTSIGN -> {
                for (var i = 0; i < length; i++) {
                    var d = 1 + Math.abs(z[zOffset + i]);
                    delta[deltaOffset + i] *= 1 / (d * d);
                }
            }
        }
    }

    @Override
    public void softmax(double[] z, int zOffset, double[] a, int aOffset, int rows, int columns) {
        Float64Rows.subtractMaximum(z, zOffset, a, aOffset, rows, columns);
        exp(a, aOffset, a, aOffset, rows * columns);
        Float64Rows.divideBySum(a, aOffset, rows, columns);
    }

    @Override
    public void softmaxBackward(double[] a, int aOffset, double[] delta, int deltaOffset, int rows, int columns) {
        Float64Rows.softmaxBackward(a, aOffset, delta, deltaOffset, rows, columns);
    }

    @Override
    public void exp(double[] x, int xOffset, double[] y, int yOffset, int length) {
        for (var i = 0; i < length; i++) {
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
