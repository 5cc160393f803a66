package dev.chainrule.matrix.kernel;

/** Costs and their gradients, each summed in one fixed order; used by the scalar and the vector kernels. */
final class Float32Costs {
    private static final float SMALLEST_PROBABILITY = (float) CostFunction.SMALLEST_PROBABILITY_FLOAT32;

    /** Number of exponentials that are computed together, unless a row is longer: they fit in the L1 cache. */
    private static final int BLOCK = 2048;

    /** With fewer elements, vectors gain nothing: each element is computed alone. */
    private static final int FEW = 16;

    private static final ThreadLocal<float[]> EXPONENTIALS = ThreadLocal.withInitial(() -> new float[BLOCK]);

    private Float32Costs() {}

    static double cost(
            FunctionKernels<float[]> functions, CostFunction f, float[] output, int outputOffset, float[] target,
            int targetOffset, int rows, int columns) {
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
            case SIGMOID_CROSS_ENTROPY ->
                sigmoid(functions, output, outputOffset, target, targetOffset, length) / length;
            case SOFTMAX_CROSS_ENTROPY ->
                softmax(functions, output, outputOffset, target, targetOffset, rows, columns) / rows;
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

    private static double sigmoid(
            FunctionKernels<float[]> functions, float[] logits, int logitsOffset, float[] target, int targetOffset,
            int length) {
        var sum = 0.0;
        if (length < FEW) {
            for (var i = 0; i < length; i++) {
                var z = logits[logitsOffset + i];
                sum += logitCost(z, target[targetOffset + i], Float32Math.softplus(-Math.abs(z)));
            }
            return sum;
        }
        var softplus = EXPONENTIALS.get();
        for (var block = 0; block < length; block += BLOCK) {
            var end = Math.min(BLOCK, length - block);
            for (var i = 0; i < end; i++) {
                softplus[i] = -Math.abs(logits[logitsOffset + block + i]);
            }
            functions.activate(ActivationFunction.SOFTPLUS, softplus, 0, softplus, 0, end);
            for (var i = 0; i < end; i++) {
                sum += logitCost(logits[logitsOffset + block + i], target[targetOffset + block + i], softplus[i]);
            }
        }
        return sum;
    }

    /** −t·ln σ(z) − (1 − t)·ln(1 − σ(z)), given ln(1 + e^−|z|). */
    private static double logitCost(double z, double t, double softplus) {
        return Math.max(z, 0) - z * t + softplus;
    }

    private static double softmax(
            FunctionKernels<float[]> functions, float[] logits, int logitsOffset, float[] target, int targetOffset,
            int rows, int columns) {
        var blockRows = Math.max(1, BLOCK / columns);
        var exponentials = exponentials(blockRows * columns);
        var sum = 0.0;
        for (var block = 0; block < rows; block += blockRows) {
            var zBlock = logitsOffset + block * columns;
            var count = Math.min(blockRows, rows - block);
            Float32Rows.subtractMaximum(logits, zBlock, exponentials, 0, count, columns);
            functions.exp(exponentials, 0, exponentials, 0, count * columns);
            for (var i = 0; i < count; i++) {
                var zRow = zBlock + i * columns;
                var tRow = targetOffset + (block + i) * columns;
                var logOfSum = Float32Rows.maximum(logits, zRow, columns)
                        + Float64Math.log(sum(exponentials, i * columns, columns));
                for (var j = 0; j < columns; j++) {
                    sum += target[tRow + j] * (logOfSum - logits[zRow + j]);
                }
            }
        }
        return sum;
    }

    private static float[] exponentials(int length) {
        var exponentials = EXPONENTIALS.get();
        if (exponentials.length < length) {
            exponentials = new float[length];
            EXPONENTIALS.set(exponentials);
        }
        return exponentials;
    }

    private static double sum(float[] x, int start, int length) {
        var sum = 0.0;
        for (var j = 0; j < length; j++) {
            sum += x[start + j];
        }
        return sum;
    }

    /** y − t, rounded only to float64. */
    private static double difference(double y, double t) {
        return y - t;
    }

    /** p, or the smallest probability if p is below it; NaN stays NaN. */
    private static float clamped(float p) {
        return p < SMALLEST_PROBABILITY ? SMALLEST_PROBABILITY : p;
    }

    static void gradient(
            CostFunction f, float[] output, int outputOffset, float[] target, int targetOffset, float[] delta,
            int deltaOffset, int rows, int columns) {
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
                    delta[deltaOffset + i] = share * clippedToOne(d);
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
            case SIGMOID_CROSS_ENTROPY ->
                scaledDifference(1.0 / length, output, outputOffset, target, targetOffset, delta, deltaOffset, length);
            case SOFTMAX_CROSS_ENTROPY ->
                softmaxGradient(output, outputOffset, target, targetOffset, delta, deltaOffset, rows, columns);
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

    /** δ = (a·Σt − t) / rows, a being softmax's result. */
    private static void softmaxGradient(
            float[] a, int aOffset, float[] target, int targetOffset, float[] delta, int deltaOffset, int rows,
            int columns) {
        var share = (float) (1.0 / rows);
        for (var i = 0; i < rows; i++) {
            var tRow = targetOffset + i * columns;
            var aRow = aOffset + i * columns;
            var deltaRow = deltaOffset + i * columns;
            var sum = 0f;
            for (var j = 0; j < columns; j++) {
                sum += target[tRow + j];
            }
            for (var j = 0; j < columns; j++) {
                delta[deltaRow + j] = share * Math.fma(a[aRow + j], sum, -target[tRow + j]);
            }
        }
    }

    /** d within [−1, 1]; NaN stays NaN. */
    private static float clippedToOne(float d) {
        if (d > 1) {
            return 1;
        }
        return d < -1 ? -1 : d;
    }

    /** t / p, the derivative of t·ln p where p is not clamped; 0 where it is. */
    private static float quotient(float t, float p) {
        return p < SMALLEST_PROBABILITY ? 0 : t / p;
    }
}
