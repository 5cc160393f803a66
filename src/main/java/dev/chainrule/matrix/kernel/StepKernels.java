package dev.chainrule.matrix.kernel;

/**
 * One step of an optimiser over {@code length} parameters p with their gradients g and the optimiser's state, in place; g is not modified.
 * The formulas are PyTorch's ({@code torch.optim}, 2.x). Scalars are rounded once to the precision of the elements.
 *
 * <p>x ← β·x + (1 − β)·y is computed as fma(β, x, (1 − β)·y), with 1 − β computed in float64.
 *
 * @param <A> float[] or double[]
 */
public interface StepKernels<A> {
    /** p −= lr·g. */
    void sgd(A p, int pOffset, A g, int gOffset, int length, double learningRate);

    /** v = μ·v + g; p −= lr·v. */
    void momentum(A p, int pOffset, A g, int gOffset, A v, int vOffset, int length, double learningRate, double mu);

    /** v = μ·v + g; p −= lr·(g + μ·v). */
    void nesterov(A p, int pOffset, A g, int gOffset, A v, int vOffset, int length, double learningRate, double mu);

    /** s += g²; p −= lr·g / (√s + ε). */
    void adagrad(A p, int pOffset, A g, int gOffset, A s, int sOffset, int length, double learningRate, double epsilon);

    /** s = ρ·s + (1 − ρ)·g²; Δ = √(d + ε) / √(s + ε) · g; d = ρ·d + (1 − ρ)·Δ²; p −= lr·Δ. */
    void adadelta(
            A p, int pOffset, A g, int gOffset, A s, int sOffset, A d, int dOffset, int length, double learningRate,
            double rho, double epsilon);

    /** s = ρ·s + (1 − ρ)·g²; p −= lr·g / (√s + ε). */
    void rmsprop(
            A p, int pOffset, A g, int gOffset, A s, int sOffset, int length, double learningRate, double rho,
            double epsilon);

    /** m = β₁·m + (1 − β₁)·g; v = β₂·v + (1 − β₂)·g²; p −= stepSize·m / (√v / correction2Root + ε). */
    void adam(
            A p, int pOffset, A g, int gOffset, A m, int mOffset, A v, int vOffset, int length, double beta1,
            double beta2, double stepSize, double correction2Root, double epsilon);

    /** As {@link #adam}, but with vMax = max(vMax, v) in place of v in the step. */
    void amsgrad(
            A p, int pOffset, A g, int gOffset, A m, int mOffset, A v, int vOffset, A vMax, int vMaxOffset, int length,
            double beta1, double beta2, double stepSize, double correction2Root, double epsilon);

    /** m = β₁·m + (1 − β₁)·g; u = max(β₂·u, |g| + ε); p −= stepSize·m / u. */
    void adamax(
            A p, int pOffset, A g, int gOffset, A m, int mOffset, A u, int uOffset, int length, double beta1,
            double beta2, double stepSize, double epsilon);

    /**
     * m = β₁·m + (1 − β₁)·g; v = β₂·v + (1 − β₂)·g²; r = √v / correction2Root + ε; p −= gradientStep·g / r; p −= momentumStep·m / r.
     */
    void nadam(
            A p, int pOffset, A g, int gOffset, A m, int mOffset, A v, int vOffset, int length, double beta1,
            double beta2, double gradientStep, double momentumStep, double correction2Root, double epsilon);
}
