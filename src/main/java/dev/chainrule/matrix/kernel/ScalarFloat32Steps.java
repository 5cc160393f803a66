package dev.chainrule.matrix.kernel;

/** The optimisers' steps by scalar loops. */
final class ScalarFloat32Steps implements StepKernels<float[]> {
    @Override
    public void sgd(float[] p, int pOffset, float[] g, int gOffset, int length, double learningRate) {
        var step = (float) -learningRate;
        for (var i = 0; i < length; i++) {
            p[pOffset + i] = Math.fma(step, g[gOffset + i], p[pOffset + i]);
        }
    }

    @Override
    public void momentum(
            float[] p, int pOffset, float[] g, int gOffset, float[] v, int vOffset, int length, double learningRate,
            double mu) {
        var step = (float) -learningRate;
        var decay = (float) mu;
        for (var i = 0; i < length; i++) {
            var velocity = Math.fma(decay, v[vOffset + i], g[gOffset + i]);
            v[vOffset + i] = velocity;
            p[pOffset + i] = Math.fma(step, velocity, p[pOffset + i]);
        }
    }

    @Override
    public void nesterov(
            float[] p, int pOffset, float[] g, int gOffset, float[] v, int vOffset, int length, double learningRate,
            double mu) {
        var step = (float) -learningRate;
        var decay = (float) mu;
        for (var i = 0; i < length; i++) {
            var gradient = g[gOffset + i];
            var velocity = Math.fma(decay, v[vOffset + i], gradient);
            v[vOffset + i] = velocity;
            p[pOffset + i] = Math.fma(step, Math.fma(decay, velocity, gradient), p[pOffset + i]);
        }
    }

    @Override
    public void adagrad(
            float[] p, int pOffset, float[] g, int gOffset, float[] s, int sOffset, int length, double learningRate,
            double epsilon) {
        var step = (float) -learningRate;
        var eps = (float) epsilon;
        for (var i = 0; i < length; i++) {
            var gradient = g[gOffset + i];
            var sum = Math.fma(gradient, gradient, s[sOffset + i]);
            s[sOffset + i] = sum;
            p[pOffset + i] = Math.fma(step, gradient / (root(sum) + eps), p[pOffset + i]);
        }
    }

    @Override
    public void adadelta(
            float[] p, int pOffset, float[] g, int gOffset, float[] s, int sOffset, float[] d, int dOffset, int length,
            double learningRate, double rho, double epsilon) {
        var step = (float) -learningRate;
        var decay = (float) rho;
        var rest = (float) (1 - rho);
        var eps = (float) epsilon;
        for (var i = 0; i < length; i++) {
            var gradient = g[gOffset + i];
            var squares = Math.fma(decay, s[sOffset + i], rest * (gradient * gradient));
            s[sOffset + i] = squares;
            var deltas = d[dOffset + i];
            var delta = root(deltas + eps) / root(squares + eps) * gradient;
            d[dOffset + i] = Math.fma(decay, deltas, rest * (delta * delta));
            p[pOffset + i] = Math.fma(step, delta, p[pOffset + i]);
        }
    }

    @Override
    public void rmsprop(
            float[] p, int pOffset, float[] g, int gOffset, float[] s, int sOffset, int length, double learningRate,
            double rho, double epsilon) {
        var step = (float) -learningRate;
        var decay = (float) rho;
        var rest = (float) (1 - rho);
        var eps = (float) epsilon;
        for (var i = 0; i < length; i++) {
            var gradient = g[gOffset + i];
            var squares = Math.fma(decay, s[sOffset + i], rest * (gradient * gradient));
            s[sOffset + i] = squares;
            p[pOffset + i] = Math.fma(step, gradient / (root(squares) + eps), p[pOffset + i]);
        }
    }

    @Override
    public void adam(
            float[] p, int pOffset, float[] g, int gOffset, float[] m, int mOffset, float[] v, int vOffset, int length,
            double beta1, double beta2, double stepSize, double correction2Root, double epsilon) {
        var decay1 = (float) beta1;
        var rest1 = (float) (1 - beta1);
        var decay2 = (float) beta2;
        var rest2 = (float) (1 - beta2);
        var step = (float) -stepSize;
        var correction = (float) (1 / correction2Root);
        var eps = (float) epsilon;
        for (var i = 0; i < length; i++) {
            var gradient = g[gOffset + i];
            var mean = Math.fma(decay1, m[mOffset + i], rest1 * gradient);
            m[mOffset + i] = mean;
            var squares = Math.fma(decay2, v[vOffset + i], rest2 * (gradient * gradient));
            v[vOffset + i] = squares;
            var divisor = Math.fma(root(squares), correction, eps);
            p[pOffset + i] = Math.fma(step, mean / divisor, p[pOffset + i]);
        }
    }

    @Override
    public void amsgrad(
            float[] p, int pOffset, float[] g, int gOffset, float[] m, int mOffset, float[] v, int vOffset,
            float[] vMax, int vMaxOffset, int length, double beta1, double beta2, double stepSize,
            double correction2Root, double epsilon) {
        var decay1 = (float) beta1;
        var rest1 = (float) (1 - beta1);
        var decay2 = (float) beta2;
        var rest2 = (float) (1 - beta2);
        var step = (float) -stepSize;
        var correction = (float) (1 / correction2Root);
        var eps = (float) epsilon;
        for (var i = 0; i < length; i++) {
            var gradient = g[gOffset + i];
            var mean = Math.fma(decay1, m[mOffset + i], rest1 * gradient);
            m[mOffset + i] = mean;
            var squares = Math.fma(decay2, v[vOffset + i], rest2 * (gradient * gradient));
            v[vOffset + i] = squares;
            var largest = Math.max(vMax[vMaxOffset + i], squares);
            vMax[vMaxOffset + i] = largest;
            var divisor = Math.fma(root(largest), correction, eps);
            p[pOffset + i] = Math.fma(step, mean / divisor, p[pOffset + i]);
        }
    }

    @Override
    public void adamax(
            float[] p, int pOffset, float[] g, int gOffset, float[] m, int mOffset, float[] u, int uOffset, int length,
            double beta1, double beta2, double stepSize, double epsilon) {
        var decay1 = (float) beta1;
        var rest1 = (float) (1 - beta1);
        var decay2 = (float) beta2;
        var step = (float) -stepSize;
        var eps = (float) epsilon;
        for (var i = 0; i < length; i++) {
            var gradient = g[gOffset + i];
            var mean = Math.fma(decay1, m[mOffset + i], rest1 * gradient);
            m[mOffset + i] = mean;
            var largest = Math.max(decay2 * u[uOffset + i], Math.abs(gradient) + eps);
            u[uOffset + i] = largest;
            p[pOffset + i] = Math.fma(step, mean / largest, p[pOffset + i]);
        }
    }

    @Override
    public void nadam(
            float[] p, int pOffset, float[] g, int gOffset, float[] m, int mOffset, float[] v, int vOffset, int length,
            double beta1, double beta2, double gradientStep, double momentumStep, double correction2Root,
            double epsilon) {
        var decay1 = (float) beta1;
        var rest1 = (float) (1 - beta1);
        var decay2 = (float) beta2;
        var rest2 = (float) (1 - beta2);
        var stepOfGradient = (float) -gradientStep;
        var stepOfMean = (float) -momentumStep;
        var correction = (float) (1 / correction2Root);
        var eps = (float) epsilon;
        for (var i = 0; i < length; i++) {
            var gradient = g[gOffset + i];
            var mean = Math.fma(decay1, m[mOffset + i], rest1 * gradient);
            m[mOffset + i] = mean;
            var squares = Math.fma(decay2, v[vOffset + i], rest2 * (gradient * gradient));
            v[vOffset + i] = squares;
            var divisor = Math.fma(root(squares), correction, eps);
            var moved = Math.fma(stepOfGradient, gradient / divisor, p[pOffset + i]);
            p[pOffset + i] = Math.fma(stepOfMean, mean / divisor, moved);
        }
    }

    /** √x, correctly rounded: rounding a float64 root to float32 gives the same. */
    private static float root(float x) {
        return (float) Math.sqrt(x);
    }
}
