package dev.chainrule.matrix.kernel;

/**
 * The steps of a dense layer of a few elements, where calling a kernel costs more than what it does: each does in one what takes products,
 * sums and functions otherwise, with the same bits.
 *
 * @param <A> float[] or double[]
 */
public interface SmallLayerKernels<A> {
    /** z = x·W + b, a = f(z). */
    void forward(SmallLayer<A> layer);

    /** ∂C/∂W = xᵀ·δ, ∂C/∂b = the column sums of δ, where δ is ∂C/∂z. */
    void backwardToParameters(SmallLayer<A> layer);

    /** δ of the layer before = (δ·Wᵀ) ⊙ f′(z), where f and z are that layer's: both are ∂C/∂z. */
    void backwardToLayer(SmallLayer<A> layer, SmallLayer<A> before);
}
