package dev.chainrule.matrix.kernel;

/** The optimisers' steps by scalar loops. */
final class ScalarFloat64Steps implements StepKernels<double[]> {
    @Override
    public void sgd(double[] p, int pOffset, double[] g, int gOffset, int length, double learningRate) {
        var step = -learningRate;
        for (var i = 0; i < length; i++) {
            p[pOffset + i] = Math.fma(step, g[gOffset + i], p[pOffset + i]);
        }
    }

    @Override
    public void momentum(
            double[] p, int pOffset, double[] g, int gOffset, double[] v, int vOffset, int length, double learningRate,
            double mu) {
        var step = -learningRate;
        var decay = mu;
        for (var i = 0; i < length; i++) {
            var velocity = Math.fma(decay, v[vOffset + i], g[gOffset + i]);
            v[vOffset + i] = velocity;
            p[pOffset + i] = Math.fma(step, velocity, p[pOffset + i]);
        }
    }

    @Override
    public void nesterov(
            double[] p, int pOffset, double[] g, int gOffset, double[] v, int vOffset, int length, double learningRate,
            double mu) {
        var step = -learningRate;
        var decay = mu;
        for (var i = 0; i < length; i++) {
            var gradient = g[gOffset + i];
            var velocity = Math.fma(decay, v[vOffset + i], gradient);
            v[vOffset + i] = velocity;
            p[pOffset + i] = Math.fma(step, Math.fma(decay, velocity, gradient), p[pOffset + i]);
        }
    }

    @Override
    public void adagrad(
            double[] p, int pOffset, double[] g, int gOffset, double[] s, int sOffset, int length, double learningRate,
            double epsilon) {
        var step = -learningRate;
        var smallest = epsilon;
        for (var i = 0; i < length; i++) {
            var gradient = g[gOffset + i];
            var sum = Math.fma(gradient, gradient, s[sOffset + i]);
            s[sOffset + i] = sum;
            p[pOffset + i] = Math.fma(step, gradient / (root(sum) + smallest), p[pOffset + i]);
        }
    }

    @Override
    public void adadelta(
            double[] p, int pOffset, double[] g, int gOffset, double[] s, int sOffset, double[] d, int dOffset,
            int length, double learningRate, double rho, double epsilon) {
        var step = -learningRate;
        var decay = rho;
        var rest = (1 - rho);
        var smallest = epsilon;
        for (var i = 0; i < length; i++) {
            var gradient = g[gOffset + i];
            var squares = Math.fma(decay, s[sOffset + i], rest * (gradient * gradient));
            s[sOffset + i] = squares;
            var deltas = d[dOffset + i];
            var delta = root(deltas + smallest) / root(squares + smallest) * gradient;
            d[dOffset + i] = Math.fma(decay, deltas, rest * (delta * delta));
            p[pOffset + i] = Math.fma(step, delta, p[pOffset + i]);
        }
    }

    @Override
    public void rmsprop(
            double[] p, int pOffset, double[] g, int gOffset, double[] s, int sOffset, int length, double learningRate,
            double rho, double epsilon) {
        var step = -learningRate;
        var decay = rho;
        var rest = (1 - rho);
        var smallest = epsilon;
        for (var i = 0; i < length; i++) {
            var gradient = g[gOffset + i];
            var squares = Math.fma(decay, s[sOffset + i], rest * (gradient * gradient));
            s[sOffset + i] = squares;
            p[pOffset + i] = Math.fma(step, gradient / (root(squares) + smallest), p[pOffset + i]);
        }
    }

    @Override
    public void adam(
            double[] p, int pOffset, double[] g, int gOffset, double[] m, int mOffset, double[] v, int vOffset,
            int length, double beta1, double beta2, double stepSize, double correction2Root, double epsilon) {
        var decay1 = beta1;
        var rest1 = (1 - beta1);
        var decay2 = beta2;
        var rest2 = (1 - beta2);
        var step = -stepSize;
        var correction = (1 / correction2Root);
        var smallest = epsilon;
        for (var i = 0; i < length; i++) {
            var gradient = g[gOffset + i];
            var mean = Math.fma(decay1, m[mOffset + i], rest1 * gradient);
            m[mOffset + i] = mean;
            var squares = Math.fma(decay2, v[vOffset + i], rest2 * (gradient * gradient));
            v[vOffset + i] = squares;
            var divisor = Math.fma(root(squares), correction, smallest);
            p[pOffset + i] = Math.fma(step, mean / divisor, p[pOffset + i]);
        }
    }

    @Override
    public void amsgrad(
            double[] p, int pOffset, double[] g, int gOffset, double[] m, int mOffset, double[] v, int vOffset,
            double[] vMax, int vMaxOffset, int length, double beta1, double beta2, double stepSize,
            double correction2Root, double epsilon) {
        var decay1 = beta1;
        var rest1 = (1 - beta1);
        var decay2 = beta2;
        var rest2 = (1 - beta2);
        var step = -stepSize;
        var correction = (1 / correction2Root);
        var smallest = epsilon;
        for (var i = 0; i < length; i++) {
            var gradient = g[gOffset + i];
            var mean = Math.fma(decay1, m[mOffset + i], rest1 * gradient);
            m[mOffset + i] = mean;
            var squares = Math.fma(decay2, v[vOffset + i], rest2 * (gradient * gradient));
            v[vOffset + i] = squares;
            var largest = Math.max(vMax[vMaxOffset + i], squares);
            vMax[vMaxOffset + i] = largest;
            var divisor = Math.fma(root(largest), correction, smallest);
            p[pOffset + i] = Math.fma(step, mean / divisor, p[pOffset + i]);
        }
    }

    @Override
    public void adamax(
            double[] p, int pOffset, double[] g, int gOffset, double[] m, int mOffset, double[] u, int uOffset,
            int length, double beta1, double beta2, double stepSize, double epsilon) {
        var decay1 = beta1;
        var rest1 = (1 - beta1);
        var decay2 = beta2;
        var step = -stepSize;
        var smallest = epsilon;
        for (var i = 0; i < length; i++) {
            var gradient = g[gOffset + i];
            var mean = Math.fma(decay1, m[mOffset + i], rest1 * gradient);
            m[mOffset + i] = mean;
            var largest = Math.max(decay2 * u[uOffset + i], Math.abs(gradient) + smallest);
            u[uOffset + i] = largest;
            p[pOffset + i] = Math.fma(step, mean / largest, p[pOffset + i]);
        }
    }

    @Override
    public void nadam(
            double[] p, int pOffset, double[] g, int gOffset, double[] m, int mOffset, double[] v, int vOffset,
            int length, double beta1, double beta2, double gradientStep, double momentumStep, double correction2Root,
            double epsilon) {
        var decay1 = beta1;
        var rest1 = (1 - beta1);
        var decay2 = beta2;
        var rest2 = (1 - beta2);
        var stepOfGradient = -gradientStep;
        var stepOfMean = -momentumStep;
        var correction = (1 / correction2Root);
        var smallest = epsilon;
        for (var i = 0; i < length; i++) {
            var gradient = g[gOffset + i];
            var mean = Math.fma(decay1, m[mOffset + i], rest1 * gradient);
            m[mOffset + i] = mean;
            var squares = Math.fma(decay2, v[vOffset + i], rest2 * (gradient * gradient));
            v[vOffset + i] = squares;
            var divisor = Math.fma(root(squares), correction, smallest);
            var moved = Math.fma(stepOfGradient, gradient / divisor, p[pOffset + i]);
            p[pOffset + i] = Math.fma(stepOfMean, mean / divisor, moved);
        }
    }

    /** Correctly rounded in both precisions, as √ in float64 rounded to float64 is. */
    private static double root(double x) {
        return Math.sqrt(x);
    }
}
