package dev.chainrule.matrix.kernel;

/**
 * The distance of an output y from its target t, averaged over a batch: over all elements, or over rows for the two categorical costs. It
 * is summed in float64, row by row and element by element, with ascending indices.
 *
 * <p>The forms over probabilities clamp p from below at the smallest positive p that keeps logarithm and quotient finite:
 * {@value #SMALLEST_PROBABILITY_FLOAT32} in float32 and {@value #SMALLEST_PROBABILITY_FLOAT64} in float64 (and 1 − p likewise). The
 * gradient is that of the clamped cost: 0 where p is clamped. The forms over logits need no clamp.
 */
public enum CostFunction {
    /** mean (y − t)². */
    MEAN_SQUARED_ERROR,
    /** mean ½(y − t)²: the 1/2m of the textbooks. */
    HALF_MEAN_SQUARED_ERROR,
    /** mean |y − t|; gradient 0 where y = t. */
    MEAN_ABSOLUTE_ERROR,
    /** mean of ½d² where |d| = |y − t| ≤ 1, else |d| − ½ (Huber 1964, δ = 1). */
    HUBER,
    /** mean −(t·ln p + (1 − t)·ln(1 − p)). */
    BINARY_CROSS_ENTROPY,
    /** mean over rows of −Σⱼ tⱼ·ln pⱼ. */
    CATEGORICAL_CROSS_ENTROPY,
    /** Binary cross-entropy of p = σ(z), from the logits z: mean max(z, 0) − z·t + ln(1 + e^−|z|); ∂/∂z = (σ(z) − t) / elements. */
    SIGMOID_CROSS_ENTROPY,
    /**
     * Categorical cross-entropy of p = softmax(z), from the logits z: mean over rows of Σⱼ tⱼ·(ln Σ e^z − zⱼ); ∂/∂zⱼ = (pⱼ·Σt − tⱼ) / rows,
     * which holds also if a row's targets do not sum to 1.
     */
    SOFTMAX_CROSS_ENTROPY;

    /** −ln of it is 69, far above the cost of any probability that a useful network gives in float32; 1/p stays below float32's maximum. */
    public static final double SMALLEST_PROBABILITY_FLOAT32 = 1e-30;

    public static final double SMALLEST_PROBABILITY_FLOAT64 = 1e-300;
}
