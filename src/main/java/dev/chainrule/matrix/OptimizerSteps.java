package dev.chainrule.matrix;

import dev.chainrule.matrix.kernel.StepKernels;
import java.util.Objects;

/**
 * One step of an optimiser over the parameters p from … from + length − 1, by flat position, with their gradients g and the optimiser's
 * state, in place; g is not modified. Several threads may update ranges that do not overlap.
 *
 * <p>The formulas are PyTorch's ({@code torch.optim}); scalars that depend on the step's number, such as bias corrections, come from the
 * caller in float64 and are rounded once. All operands of a step have the same shape and share no memory, or
 * {@link ShapeMismatchException} or {@link AliasingException} is thrown. AdamW is {@link MatrixOperations#scale} of the weights by
 * 1 − lr·decay, then {@link #adam}.
 */
public final class OptimizerSteps {
    private final StepKernels<Object> kernels;
    private final OperandChecks checks;

    OptimizerSteps(StepKernels<Object> kernels, OperandChecks checks) {
        this.kernels = kernels;
        this.checks = checks;
    }

    /** p −= lr·g. */
    public void sgd(Matrix p, Matrix g, int from, int length, double learningRate) {
        check(p, g, from, length);
        kernels.sgd(p.data(), p.offset() + from, g.data(), g.offset() + from, length, learningRate);
    }

    /** v = μ·v + g; p −= lr·v. Starting with v = 0, the first v is g. */
    public void momentum(Matrix p, Matrix g, Matrix v, int from, int length, double learningRate, double mu) {
        check(p, g, from, length, v);
        kernels.momentum(
                p.data(), p.offset() + from, g.data(), g.offset() + from, v.data(), v.offset() + from, length,
                learningRate, mu);
    }

    /** v = μ·v + g; p −= lr·(g + μ·v). */
    public void nesterov(Matrix p, Matrix g, Matrix v, int from, int length, double learningRate, double mu) {
        check(p, g, from, length, v);
        kernels.nesterov(
                p.data(), p.offset() + from, g.data(), g.offset() + from, v.data(), v.offset() + from, length,
                learningRate, mu);
    }

    /** s += g²; p −= lr·g / (√s + ε). */
    public void adagrad(Matrix p, Matrix g, Matrix s, int from, int length, double learningRate, double epsilon) {
        check(p, g, from, length, s);
        kernels.adagrad(
                p.data(), p.offset() + from, g.data(), g.offset() + from, s.data(), s.offset() + from, length,
                learningRate, epsilon);
    }

    /** s = ρ·s + (1 − ρ)·g²; Δ = √(d + ε) / √(s + ε) · g; d = ρ·d + (1 − ρ)·Δ²; p −= lr·Δ. */
    public void adadelta(Matrix p, Matrix g, Matrix s, Matrix d, int from, int length, double learningRate, double rho,
            double epsilon) {
        check(p, g, from, length, s, d);
        kernels.adadelta(
                p.data(), p.offset() + from, g.data(), g.offset() + from, s.data(), s.offset() + from, d.data(),
                d.offset() + from, length, learningRate, rho, epsilon);
    }

    /** s = ρ·s + (1 − ρ)·g²; p −= lr·g / (√s + ε). */
    public void rmsprop(Matrix p, Matrix g, Matrix s, int from, int length, double learningRate, double rho,
            double epsilon) {
        check(p, g, from, length, s);
        kernels.rmsprop(
                p.data(), p.offset() + from, g.data(), g.offset() + from, s.data(), s.offset() + from, length,
                learningRate, rho, epsilon);
    }

    /**
     * m = β₁·m + (1 − β₁)·g; v = β₂·v + (1 − β₂)·g²; p −= stepSize·m / (√v / correction2Root + ε).
     *
     * @param stepSize lr / (1 − β₁ᵗ) at step t
     * @param correction2Root √(1 − β₂ᵗ)
     */
    public void adam(
            Matrix p, Matrix g, Matrix m, Matrix v, int from, int length, double beta1, double beta2, double stepSize,
            double correction2Root, double epsilon) {
        check(p, g, from, length, m, v);
        kernels.adam(
                p.data(), p.offset() + from, g.data(), g.offset() + from, m.data(), m.offset() + from, v.data(),
                v.offset() + from, length, beta1, beta2, stepSize, correction2Root, epsilon);
    }

    /** As {@link #adam}, but with vMax = max(vMax, v) in place of v in the step. */
    public void amsgrad(
            Matrix p, Matrix g, Matrix m, Matrix v, Matrix vMax, int from, int length, double beta1, double beta2,
            double stepSize, double correction2Root, double epsilon) {
        check(p, g, from, length, m, v, vMax);
        kernels.amsgrad(
                p.data(), p.offset() + from, g.data(), g.offset() + from, m.data(), m.offset() + from, v.data(),
                v.offset() + from, vMax.data(), vMax.offset() + from, length, beta1, beta2, stepSize, correction2Root,
                epsilon);
    }

    /**
     * m = β₁·m + (1 − β₁)·g; u = max(β₂·u, |g| + ε); p −= stepSize·m / u.
     *
     * @param stepSize lr / (1 − β₁ᵗ) at step t
     */
    public void adamax(
            Matrix p, Matrix g, Matrix m, Matrix u, int from, int length, double beta1, double beta2, double stepSize,
            double epsilon) {
        check(p, g, from, length, m, u);
        kernels.adamax(
                p.data(), p.offset() + from, g.data(), g.offset() + from, m.data(), m.offset() + from, u.data(),
                u.offset() + from, length, beta1, beta2, stepSize, epsilon);
    }

    /**
     * m = β₁·m + (1 − β₁)·g; v = β₂·v + (1 − β₂)·g²; r = √v / correction2Root + ε; p −= gradientStep·g / r;
     * p −= momentumStep·m / r.
     *
     * @param gradientStep lr·(1 − μₜ) / (1 − Πμ up to t)
     * @param momentumStep lr·μₜ₊₁ / (1 − Πμ up to t + 1)
     * @param correction2Root √(1 − β₂ᵗ)
     */
    public void nadam(
            Matrix p, Matrix g, Matrix m, Matrix v, int from, int length, double beta1, double beta2,
            double gradientStep, double momentumStep, double correction2Root, double epsilon) {
        check(p, g, from, length, m, v);
        kernels.nadam(
                p.data(), p.offset() + from, g.data(), g.offset() + from, m.data(), m.offset() + from, v.data(),
                v.offset() + from, length, beta1, beta2, gradientStep, momentumStep, correction2Root, epsilon);
    }

    private void check(Matrix p, Matrix g, int from, int length) {
        checks.requireOperand(p);
        Objects.checkFromIndexSize(from, length, p.size());
        same(p, "a gradient", g);
    }

    private void check(Matrix p, Matrix g, int from, int length, Matrix s) {
        check(p, g, from, length);
        same(p, "an optimizer's state", s);
        OperandChecks.requireDisjoint(g, s);
    }

    private void check(Matrix p, Matrix g, int from, int length, Matrix s, Matrix t) {
        check(p, g, from, length, s);
        same(p, "an optimizer's state", t);
        OperandChecks.requireDisjoint(g, t);
        OperandChecks.requireDisjoint(s, t);
    }

    private void check(Matrix p, Matrix g, int from, int length, Matrix s, Matrix t, Matrix u) {
        check(p, g, from, length, s, t);
        same(p, "an optimizer's state", u);
        OperandChecks.requireDisjoint(g, u);
        OperandChecks.requireDisjoint(s, u);
        OperandChecks.requireDisjoint(t, u);
    }

    private void same(Matrix p, String name, Matrix operand) {
        checks.requireOperand(operand, name, p.rows(), p.columns());
        OperandChecks.requireDisjoint(p, operand);
    }
}
