package dev.chainrule.matrix.kernel;

/**
 * The passes of a dense layer of a few elements, for which calling a kernel costs more than its work. Each method does the work of several
 * kernels (products, sums, functions), with the same bits.
 *
 * @param <A> float[] or double[]
 */
public interface SmallLayerKernels<A> {
    /** z = x·W + b, a = f(z). */
    void forward(SmallLayer<A> layer);

    /** ∂C/∂W = xᵀ·δ, ∂C/∂b = the column sums of δ, where δ is ∂C/∂z. */
    void backwardToParameters(SmallLayer<A> layer);

    /** δ of the previous layer = (δ·Wᵀ) ⊙ f′(z), with f and z of the previous layer. Both δ are ∂C/∂z. */
    void backwardToLayer(SmallLayer<A> layer, SmallLayer<A> before);
}
