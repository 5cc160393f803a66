package dev.chainrule.matrix.kernel;

/**
 * Activations, softmax and costs, with their derivatives.
 *
 * @param <A> float[] or double[]
 */
public interface FunctionKernels<A> {
    /** a = f(z); z and a may be the same elements. */
    void activate(ActivationFunction f, A z, int zOffset, A a, int aOffset, int length);

    /** δ = δ · f′(z), given z and a = f(z). */
    void multiplyByDerivative(ActivationFunction f, A z, int zOffset, A a, int aOffset, A delta, int deltaOffset,
            int length);

    /**
     * Row by row a_j = e^(z_j − max z) / Σ e^(z − max z), the sum over j upwards; z and a may be the same elements. A row becomes NaN if
     * its largest z is not finite or an element is NaN.
     */
    void softmax(A z, int zOffset, A a, int aOffset, int rows, int columns);

    /** Row by row δ_j = a_j · (δ_j − Σ δ·a), the sum a chain of fma over j upwards; a is softmax's result. */
    void softmaxBackward(A a, int aOffset, A delta, int deltaOffset, int rows, int columns);

    /** y = e^x; x and y may be the same elements. */
    void exp(A x, int xOffset, A y, int yOffset, int length);

    /** The cost of the given output against the target, averaged as {@link CostFunction} says; 0 if there are no elements. */
    double cost(CostFunction f, A output, int outputOffset, A target, int targetOffset, int rows, int columns);

    /**
     * δ = ∂cost/∂output; δ shares no memory with output or target. For costs over logits δ = ∂cost/∂logits, and the output is the result of
     * sigmoid or softmax.
     */
    void costGradient(
            CostFunction f, A output, int outputOffset, A target, int targetOffset, A delta, int deltaOffset, int rows,
            int columns);
}
