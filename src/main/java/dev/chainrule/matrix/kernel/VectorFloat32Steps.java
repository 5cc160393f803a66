package dev.chainrule.matrix.kernel;

import static dev.chainrule.matrix.kernel.VectorFloat32Math.SPECIES;

import jdk.incubator.vector.FloatVector;

/** The optimisers' steps on whole vectors, with scalar code for the tail of an array. */
final class VectorFloat32Steps implements StepKernels<float[]> {
    private static final int LANES = SPECIES.length();

    private final ScalarFloat32Steps scalar = new ScalarFloat32Steps();

    @Override
    public void sgd(float[] p, int pOffset, float[] g, int gOffset, int length, double learningRate) {
        var step = FloatVector.broadcast(SPECIES, (float) -learningRate);
        var end = SPECIES.loopBound(length);
        for (var i = 0; i < end; i += LANES) {
            load(g, gOffset + i).fma(step, load(p, pOffset + i)).intoArray(p, pOffset + i);
        }
        if (end < length) {
            scalar.sgd(p, pOffset + end, g, gOffset + end, length - end, learningRate);
        }
    }

    @Override
    public void momentum(
            float[] p, int pOffset, float[] g, int gOffset, float[] v, int vOffset, int length, double learningRate,
            double mu) {
        var step = FloatVector.broadcast(SPECIES, (float) -learningRate);
        var decay = FloatVector.broadcast(SPECIES, (float) mu);
        var end = SPECIES.loopBound(length);
        for (var i = 0; i < end; i += LANES) {
            var velocity = load(v, vOffset + i).fma(decay, load(g, gOffset + i));
            velocity.intoArray(v, vOffset + i);
            velocity.fma(step, load(p, pOffset + i)).intoArray(p, pOffset + i);
        }
        if (end < length) {
            scalar.momentum(p, pOffset + end, g, gOffset + end, v, vOffset + end, length - end, learningRate, mu);
        }
    }

    @Override
    public void nesterov(
            float[] p, int pOffset, float[] g, int gOffset, float[] v, int vOffset, int length, double learningRate,
            double mu) {
        var step = FloatVector.broadcast(SPECIES, (float) -learningRate);
        var decay = FloatVector.broadcast(SPECIES, (float) mu);
        var end = SPECIES.loopBound(length);
        for (var i = 0; i < end; i += LANES) {
            var gradient = load(g, gOffset + i);
            var velocity = load(v, vOffset + i).fma(decay, gradient);
            velocity.intoArray(v, vOffset + i);
            velocity.fma(decay, gradient).fma(step, load(p, pOffset + i)).intoArray(p, pOffset + i);
        }
        if (end < length) {
            scalar.nesterov(p, pOffset + end, g, gOffset + end, v, vOffset + end, length - end, learningRate, mu);
        }
    }

    @Override
    public void adagrad(
            float[] p, int pOffset, float[] g, int gOffset, float[] s, int sOffset, int length, double learningRate,
            double epsilon) {
        var step = FloatVector.broadcast(SPECIES, (float) -learningRate);
        var eps = FloatVector.broadcast(SPECIES, (float) epsilon);
        var end = SPECIES.loopBound(length);
        for (var i = 0; i < end; i += LANES) {
            var gradient = load(g, gOffset + i);
            var sum = gradient.fma(gradient, load(s, sOffset + i));
            sum.intoArray(s, sOffset + i);
            gradient.div(sum.sqrt().add(eps)).fma(step, load(p, pOffset + i)).intoArray(p, pOffset + i);
        }
        if (end < length) {
            scalar.adagrad(
                    p, pOffset + end, g, gOffset + end, s, sOffset + end, length - end, learningRate, epsilon);
        }
    }

    @Override
    public void adadelta(
            float[] p, int pOffset, float[] g, int gOffset, float[] s, int sOffset, float[] d, int dOffset, int length,
            double learningRate, double rho, double epsilon) {
        var step = FloatVector.broadcast(SPECIES, (float) -learningRate);
        var decay = FloatVector.broadcast(SPECIES, (float) rho);
        var rest = FloatVector.broadcast(SPECIES, (float) (1 - rho));
        var eps = FloatVector.broadcast(SPECIES, (float) epsilon);
        var end = SPECIES.loopBound(length);
        for (var i = 0; i < end; i += LANES) {
            var gradient = load(g, gOffset + i);
            var squares = load(s, sOffset + i).fma(decay, gradient.mul(gradient).mul(rest));
            squares.intoArray(s, sOffset + i);
            var deltas = load(d, dOffset + i);
            var delta = deltas.add(eps).sqrt().div(squares.add(eps).sqrt()).mul(gradient);
            deltas.fma(decay, delta.mul(delta).mul(rest)).intoArray(d, dOffset + i);
            delta.fma(step, load(p, pOffset + i)).intoArray(p, pOffset + i);
        }
        if (end < length) {
            scalar.adadelta(
                    p, pOffset + end, g, gOffset + end, s, sOffset + end, d, dOffset + end, length - end, learningRate,
                    rho, epsilon);
        }
    }

    @Override
    public void rmsprop(
            float[] p, int pOffset, float[] g, int gOffset, float[] s, int sOffset, int length, double learningRate,
            double rho, double epsilon) {
        var step = FloatVector.broadcast(SPECIES, (float) -learningRate);
        var decay = FloatVector.broadcast(SPECIES, (float) rho);
        var rest = FloatVector.broadcast(SPECIES, (float) (1 - rho));
        var eps = FloatVector.broadcast(SPECIES, (float) epsilon);
        var end = SPECIES.loopBound(length);
        for (var i = 0; i < end; i += LANES) {
            var gradient = load(g, gOffset + i);
            var squares = load(s, sOffset + i).fma(decay, gradient.mul(gradient).mul(rest));
            squares.intoArray(s, sOffset + i);
            gradient.div(squares.sqrt().add(eps)).fma(step, load(p, pOffset + i)).intoArray(p, pOffset + i);
        }
        if (end < length) {
            scalar.rmsprop(
                    p, pOffset + end, g, gOffset + end, s, sOffset + end, length - end, learningRate, rho, epsilon);
        }
    }

    @Override
    public void adam(
            float[] p, int pOffset, float[] g, int gOffset, float[] m, int mOffset, float[] v, int vOffset, int length,
            double beta1, double beta2, double stepSize, double correction2Root, double epsilon) {
        var decay1 = FloatVector.broadcast(SPECIES, (float) beta1);
        var rest1 = FloatVector.broadcast(SPECIES, (float) (1 - beta1));
        var decay2 = FloatVector.broadcast(SPECIES, (float) beta2);
        var rest2 = FloatVector.broadcast(SPECIES, (float) (1 - beta2));
        var step = FloatVector.broadcast(SPECIES, (float) -stepSize);
        var correction = FloatVector.broadcast(SPECIES, (float) (1 / correction2Root));
        var eps = FloatVector.broadcast(SPECIES, (float) epsilon);
        var end = SPECIES.loopBound(length);
        for (var i = 0; i < end; i += LANES) {
            var gradient = load(g, gOffset + i);
            var mean = load(m, mOffset + i).fma(decay1, gradient.mul(rest1));
            mean.intoArray(m, mOffset + i);
            var squares = load(v, vOffset + i).fma(decay2, gradient.mul(gradient).mul(rest2));
            squares.intoArray(v, vOffset + i);
            var divisor = squares.sqrt().fma(correction, eps);
            mean.div(divisor).fma(step, load(p, pOffset + i)).intoArray(p, pOffset + i);
        }
        if (end < length) {
            scalar.adam(
                    p, pOffset + end, g, gOffset + end, m, mOffset + end, v, vOffset + end, length - end, beta1, beta2,
                    stepSize, correction2Root, epsilon);
        }
    }

    @Override
    public void amsgrad(
            float[] p, int pOffset, float[] g, int gOffset, float[] m, int mOffset, float[] v, int vOffset,
            float[] vMax, int vMaxOffset, int length, double beta1, double beta2, double stepSize,
            double correction2Root, double epsilon) {
        var decay1 = FloatVector.broadcast(SPECIES, (float) beta1);
        var rest1 = FloatVector.broadcast(SPECIES, (float) (1 - beta1));
        var decay2 = FloatVector.broadcast(SPECIES, (float) beta2);
        var rest2 = FloatVector.broadcast(SPECIES, (float) (1 - beta2));
        var step = FloatVector.broadcast(SPECIES, (float) -stepSize);
        var correction = FloatVector.broadcast(SPECIES, (float) (1 / correction2Root));
        var eps = FloatVector.broadcast(SPECIES, (float) epsilon);
        var end = SPECIES.loopBound(length);
        for (var i = 0; i < end; i += LANES) {
            var gradient = load(g, gOffset + i);
            var mean = load(m, mOffset + i).fma(decay1, gradient.mul(rest1));
            mean.intoArray(m, mOffset + i);
            var squares = load(v, vOffset + i).fma(decay2, gradient.mul(gradient).mul(rest2));
            squares.intoArray(v, vOffset + i);
            var largest = load(vMax, vMaxOffset + i).max(squares);
            largest.intoArray(vMax, vMaxOffset + i);
            var divisor = largest.sqrt().fma(correction, eps);
            mean.div(divisor).fma(step, load(p, pOffset + i)).intoArray(p, pOffset + i);
        }
        if (end < length) {
            scalar.amsgrad(
                    p, pOffset + end, g, gOffset + end, m, mOffset + end, v, vOffset + end, vMax, vMaxOffset + end,
                    length - end, beta1, beta2, stepSize, correction2Root, epsilon);
        }
    }

    @Override
    public void adamax(
            float[] p, int pOffset, float[] g, int gOffset, float[] m, int mOffset, float[] u, int uOffset, int length,
            double beta1, double beta2, double stepSize, double epsilon) {
        var decay1 = FloatVector.broadcast(SPECIES, (float) beta1);
        var rest1 = FloatVector.broadcast(SPECIES, (float) (1 - beta1));
        var decay2 = FloatVector.broadcast(SPECIES, (float) beta2);
        var step = FloatVector.broadcast(SPECIES, (float) -stepSize);
        var eps = FloatVector.broadcast(SPECIES, (float) epsilon);
        var end = SPECIES.loopBound(length);
        for (var i = 0; i < end; i += LANES) {
            var gradient = load(g, gOffset + i);
            var mean = load(m, mOffset + i).fma(decay1, gradient.mul(rest1));
            mean.intoArray(m, mOffset + i);
            var largest = load(u, uOffset + i).mul(decay2).max(gradient.abs().add(eps));
            largest.intoArray(u, uOffset + i);
            mean.div(largest).fma(step, load(p, pOffset + i)).intoArray(p, pOffset + i);
        }
        if (end < length) {
            scalar.adamax(
                    p, pOffset + end, g, gOffset + end, m, mOffset + end, u, uOffset + end, length - end, beta1, beta2,
                    stepSize, epsilon);
        }
    }

    @Override
    public void nadam(
            float[] p, int pOffset, float[] g, int gOffset, float[] m, int mOffset, float[] v, int vOffset, int length,
            double beta1, double beta2, double gradientStep, double momentumStep, double correction2Root,
            double epsilon) {
        var decay1 = FloatVector.broadcast(SPECIES, (float) beta1);
        var rest1 = FloatVector.broadcast(SPECIES, (float) (1 - beta1));
        var decay2 = FloatVector.broadcast(SPECIES, (float) beta2);
        var rest2 = FloatVector.broadcast(SPECIES, (float) (1 - beta2));
        var stepOfGradient = FloatVector.broadcast(SPECIES, (float) -gradientStep);
        var stepOfMean = FloatVector.broadcast(SPECIES, (float) -momentumStep);
        var correction = FloatVector.broadcast(SPECIES, (float) (1 / correction2Root));
        var eps = FloatVector.broadcast(SPECIES, (float) epsilon);
        var end = SPECIES.loopBound(length);
        for (var i = 0; i < end; i += LANES) {
            var gradient = load(g, gOffset + i);
            var mean = load(m, mOffset + i).fma(decay1, gradient.mul(rest1));
            mean.intoArray(m, mOffset + i);
            var squares = load(v, vOffset + i).fma(decay2, gradient.mul(gradient).mul(rest2));
            squares.intoArray(v, vOffset + i);
            var divisor = squares.sqrt().fma(correction, eps);
            var moved = gradient.div(divisor).fma(stepOfGradient, load(p, pOffset + i));
            mean.div(divisor).fma(stepOfMean, moved).intoArray(p, pOffset + i);
        }
        if (end < length) {
            scalar.nadam(
                    p, pOffset + end, g, gOffset + end, m, mOffset + end, v, vOffset + end, length - end, beta1, beta2,
                    gradientStep, momentumStep, correction2Root, epsilon);
        }
    }

    private static FloatVector load(float[] array, int index) {
        return FloatVector.fromArray(SPECIES, array, index);
    }
}
