package dev.chainrule.matrix.kernel;

/** Costs and their gradients, in their one order; both the scalar and the vector kernels use them. */
final class Float32Costs {
    private static final float SMALLEST_PROBABILITY = (float) CostFunction.SMALLEST_PROBABILITY_FLOAT32;

    private Float32Costs() {}

    static double cost(
            CostFunction f, float[] output, int outputOffset, float[] target, int targetOffset, int rows, int columns) {
        var length = rows * columns;
        if (length == 0) {
            return 0;
        }
        return switch (f) {
            case MEAN_SQUARED_ERROR -> squares(output, outputOffset, target, targetOffset, length) / length;
            case HALF_MEAN_SQUARED_ERROR ->
                squares(output, outputOffset, target, targetOffset, length) / (2.0 * length);
            case MEAN_ABSOLUTE_ERROR -> absolutes(output, outputOffset, target, targetOffset, length) / length;
            case HUBER -> huber(output, outputOffset, target, targetOffset, length) / length;
            case BINARY_CROSS_ENTROPY -> binary(output, outputOffset, target, targetOffset, length) / length;
            case CATEGORICAL_CROSS_ENTROPY -> categorical(output, outputOffset, target, targetOffset, length) / rows;
            case SIGMOID_CROSS_ENTROPY -> sigmoid(output, outputOffset, target, targetOffset, length) / length;
            case SOFTMAX_CROSS_ENTROPY -> softmax(output, outputOffset, target, targetOffset, rows, columns) / rows;
        };
    }

    private static double squares(float[] output, int outputOffset, float[] target, int targetOffset, int length) {
        var sum = 0.0;
        for (var i = 0; i < length; i++) {
            var d = difference(output[outputOffset + i], target[targetOffset + i]);
            sum = Math.fma(d, d, sum);
        }
        return sum;
    }

    private static double absolutes(float[] output, int outputOffset, float[] target, int targetOffset, int length) {
        var sum = 0.0;
        for (var i = 0; i < length; i++) {
            sum += Math.abs(difference(output[outputOffset + i], target[targetOffset + i]));
        }
        return sum;
    }

    private static double huber(float[] output, int outputOffset, float[] target, int targetOffset, int length) {
        var sum = 0.0;
        for (var i = 0; i < length; i++) {
            var d = Math.abs(difference(output[outputOffset + i], target[targetOffset + i]));
            sum += d <= 1 ? 0.5 * d * d : d - 0.5;
        }
        return sum;
    }

    private static double binary(float[] output, int outputOffset, float[] target, int targetOffset, int length) {
        var sum = 0.0;
        for (var i = 0; i < length; i++) {
            var p = output[outputOffset + i];
            double t = target[targetOffset + i];
            sum -= t * Float32Math.log(clamped(p)) + (1 - t) * Float32Math.log(clamped(1 - p));
        }
        return sum;
    }

    private static double categorical(float[] output, int outputOffset, float[] target, int targetOffset, int length) {
        var sum = 0.0;
        for (var i = 0; i < length; i++) {
            double t = target[targetOffset + i];
            sum -= t * Float32Math.log(clamped(output[outputOffset + i]));
        }
        return sum;
    }

    private static double sigmoid(float[] logits, int logitsOffset, float[] target, int targetOffset, int length) {
        var sum = 0.0;
        for (var i = 0; i < length; i++) {
            double z = logits[logitsOffset + i];
            double t = target[targetOffset + i];
            sum += Math.max(z, 0) - z * t + Float32Math.softplus(-Math.abs(logits[logitsOffset + i]));
        }
        return sum;
    }

    private static double softmax(float[] logits, int logitsOffset, float[] target, int targetOffset, int rows,
            int columns) {
        var sum = 0.0;
        for (var i = 0; i < rows; i++) {
            var zRow = logitsOffset + i * columns;
            var tRow = targetOffset + i * columns;
            var largest = Float32Rows.maximum(logits, zRow, columns);
            var exponentials = 0.0;
            for (var j = 0; j < columns; j++) {
                exponentials += Float32Math.exp(logits[zRow + j] - largest);
            }
            var logOfSum = largest + Float64Math.log(exponentials);
            for (var j = 0; j < columns; j++) {
                sum += target[tRow + j] * (logOfSum - logits[zRow + j]);
            }
        }
        return sum;
    }

    /** Exact in float64 for all but far apart float32. */
    private static double difference(double y, double t) {
        return y - t;
    }

    /** NaN stays NaN. */
    private static float clamped(float p) {
        return p < SMALLEST_PROBABILITY ? SMALLEST_PROBABILITY : p;
    }

    static void gradient(
            FunctionKernels<float[]> functions,
            CostFunction f,
            float[] output,
            int outputOffset,
            float[] target,
            int targetOffset,
            float[] delta,
            int deltaOffset,
            int rows,
            int columns) {
        var length = rows * columns;
        switch (f) {
            case MEAN_SQUARED_ERROR ->
                scaledDifference(2.0 / length, output, outputOffset, target, targetOffset, delta, deltaOffset, length);
            case HALF_MEAN_SQUARED_ERROR ->
                scaledDifference(1.0 / length, output, outputOffset, target, targetOffset, delta, deltaOffset, length);
            case MEAN_ABSOLUTE_ERROR -> {
                var share = (float) (1.0 / length);
                for (var i = 0; i < length; i++) {
                    delta[deltaOffset + i] = share * Math.signum(output[outputOffset + i] - target[targetOffset + i]);
                }
            }
            case HUBER -> {
                var share = (float) (1.0 / length);
                for (var i = 0; i < length; i++) {
                    var d = output[outputOffset + i] - target[targetOffset + i];
                    delta[deltaOffset + i] = share * (d > 1 ? 1 : d < -1 ? -1 : d);
                }
            }
            case BINARY_CROSS_ENTROPY -> {
                var share = (float) (1.0 / length);
                for (var i = 0; i < length; i++) {
                    var p = output[outputOffset + i];
                    var t = target[targetOffset + i];
                    delta[deltaOffset + i] = share * (quotient(1 - t, 1 - p) - quotient(t, p));
                }
            }
            case CATEGORICAL_CROSS_ENTROPY -> {
                var share = (float) (1.0 / rows);
                for (var i = 0; i < length; i++) {
                    delta[deltaOffset + i] = -share * quotient(target[targetOffset + i], output[outputOffset + i]);
                }
            }
            case SIGMOID_CROSS_ENTROPY -> {
                functions.activate(ElementwiseFunction.SIGMOID, output, outputOffset, delta, deltaOffset, length);
                scaledDifference(1.0 / length, delta, deltaOffset, target, targetOffset, delta, deltaOffset, length);
            }
            case SOFTMAX_CROSS_ENTROPY -> {
                functions.softmax(output, outputOffset, delta, deltaOffset, rows, columns);
                softmaxGradient(target, targetOffset, delta, deltaOffset, rows, columns);
            }
        }
    }

    private static void scaledDifference(
            double s, float[] y, int yOffset, float[] target, int targetOffset, float[] delta, int deltaOffset,
            int length) {
        var share = (float) s;
        for (var i = 0; i < length; i++) {
            delta[deltaOffset + i] = share * (y[yOffset + i] - target[targetOffset + i]);
        }
    }

    /** δ = (δ·Σt − t) / rows, δ holding softmax's result. */
    private static void softmaxGradient(
            float[] target, int targetOffset, float[] delta, int deltaOffset, int rows, int columns) {
        var share = (float) (1.0 / rows);
        for (var i = 0; i < rows; i++) {
            var tRow = targetOffset + i * columns;
            var deltaRow = deltaOffset + i * columns;
            var sum = 0f;
            for (var j = 0; j < columns; j++) {
                sum += target[tRow + j];
            }
            for (var j = 0; j < columns; j++) {
                delta[deltaRow + j] = share * Math.fma(delta[deltaRow + j], sum, -target[tRow + j]);
            }
        }
    }

    /** t / p, the derivative of t·ln p where p is not clamped; 0 where it is. */
    private static float quotient(float t, float p) {
        return p < SMALLEST_PROBABILITY ? 0 : t / p;
    }
}
