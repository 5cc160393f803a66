package dev.chainrule.matrix.kernel;

/**
 * A function a = f(z) of single elements, with its derivative. Published constants are declared and cited only here.
 *
 * <p>If z is NaN, f and f′ are NaN (except the identity's f′, which is 1). At ±∞ they have the formula's value: the limit, or NaN where the
 * formula contains ∞·0 or ∞/∞ (gelu and silu at −∞, silu′ at ±∞, softsign at ±∞), as in PyTorch.
 */
public enum ActivationFunction {
    /** a = z; f′ = 1. */
    IDENTITY,
    /** a = 1 / (1 + e⁻ᶻ); f′ = a·(1 − a). */
    SIGMOID,
    /** a = tanh z; f′ = 1 − a². */
    TANH,
    /** a = z for z &gt; 0, else 0; f′ = 1 or 0, and 0 at 0. */
    RELU,
    /** a = z for z &gt; 0, else {@value #LEAKY_RELU_SLOPE}·z; f′ = 1 or that slope. */
    LEAKY_RELU,
    /** a = z for z &gt; 0, else eᶻ − 1; f′ = 1 or a + 1. */
    ELU,
    /** a = λ·z for z &gt; 0, else λ·α·(eᶻ − 1); f′ = λ or a + λ·α; λ = {@value #SELU_SCALE}, α = {@value #SELU_ALPHA}. */
    SELU,
    /** a = z·Φ(z), Φ the standard normal distribution function, without the tanh approximation; f′ = Φ(z) + z·φ(z). */
    GELU,
    /** a = z·σ(z); f′ = σ(z)·(1 + z·(1 − σ(z))). */
    SILU,
    /** a = ln(1 + eᶻ); f′ = σ(z). */
    SOFTPLUS,
    /** a = z / (1 + |z|); f′ = 1 / (1 + |z|)². */
    SOFTSIGN;

    /** Maas, Hannun, Ng: Rectifier nonlinearities improve neural network acoustic models (2013), section 2. */
    public static final double LEAKY_RELU_SLOPE = 0.01;

    /** Klambauer et al.: Self-normalizing neural networks (2017), equation 14: α₀₁. */
    public static final double SELU_ALPHA = 1.6732632423543772848170429916717;

    /** Klambauer et al.: Self-normalizing neural networks (2017), equation 14: λ₀₁. */
    public static final double SELU_SCALE = 1.0507009873554804934193349852946;
}
