package dev.chainrule.matrix.kernel;

/** Small layers by scalar loops over the elements of the results. */
final class ScalarFloat32SmallLayers implements SmallLayerKernels<float[]> {
    private final ScalarFloat32Functions functions = new ScalarFloat32Functions();

    @Override
    public void forward(SmallLayer<float[]> layer) {
        int inputs = layer.inputs(), units = layer.units();
        float[] x = layer.x(), weights = layer.weights(), biases = layer.biases(), z = layer.z();
        for (var i = 0; i < layer.rows(); i++) {
            for (var j = 0; j < units; j++) {
                var product = sum(
                        x, layer.xOffset() + i * inputs, 1, weights, layer.weightsOffset() + j, units, inputs);
                z[i * units + j] = product + biases[layer.biasesOffset() + j];
            }
        }
        functions.activate(layer.activation(), z, 0, layer.a(), 0, layer.rows() * units);
    }

    @Override
    public void backwardToParameters(SmallLayer<float[]> layer) {
        int rows = layer.rows(), inputs = layer.inputs(), units = layer.units();
        float[] x = layer.x(), delta = layer.delta(), gradient = layer.weightGradient();
        for (var p = 0; p < inputs; p++) {
            for (var j = 0; j < units; j++) {
                gradient[layer.weightGradientOffset() + p * units + j] =
                        sum(x, layer.xOffset() + p, inputs, delta, j, units, rows);
            }
        }
        for (var j = 0; j < units; j++) {
            var sum = 0f;
            for (var i = 0; i < rows; i++) {
                sum += delta[i * units + j];
            }
            layer.biasGradient()[layer.biasGradientOffset() + j] = sum;
        }
    }

    @Override
    public void backwardToLayer(SmallLayer<float[]> layer, SmallLayer<float[]> before) {
        int inputs = layer.inputs(), units = layer.units();
        float[] delta = layer.delta(), weights = layer.weights(), deltaBefore = before.delta();
        for (var i = 0; i < layer.rows(); i++) {
            for (var p = 0; p < inputs; p++) {
                deltaBefore[i * inputs + p] = sum(
                        delta, i * units, 1, weights, layer.weightsOffset() + p * units, 1,
                        units);
            }
        }
        functions.multiplyByDerivative(
                before.activation(), before.z(), 0, before.a(), 0, deltaBefore, 0, layer.rows() * inputs);
    }

    /** Σ aₚ·bₚ, a chain of fma over p upwards. Most chains have two to four steps, which cost less than a loop. */
    private static float sum(float[] a, int aStart, int aStride, float[] b, int bStart, int bStride, int length) {
        var sum = 0f;
        if (length > 0) {
            sum = Math.fma(a[aStart], b[bStart], sum);
        }
        if (length > 1) {
            sum = Math.fma(a[aStart + aStride], b[bStart + bStride], sum);
        }
        if (length > 2) {
            sum = Math.fma(a[aStart + 2 * aStride], b[bStart + 2 * bStride], sum);
        }
        if (length > 3) {
            sum = Math.fma(a[aStart + 3 * aStride], b[bStart + 3 * bStride], sum);
        }
        for (var p = 4; p < length; p++) {
            sum = Math.fma(a[aStart + p * aStride], b[bStart + p * bStride], sum);
        }
        return sum;
    }
}
