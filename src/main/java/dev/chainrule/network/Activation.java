package dev.chainrule.network;

import dev.chainrule.matrix.kernel.ActivationFunction;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The activation of a layer: a = f(z), where z are the weighted sums.
 *
 * <p>All but {@link #SOFTMAX} are functions of single elements; their formulas are in {@link ActivationFunction}. In lower case the names
 * are those of the API.
 */
public enum Activation {
    IDENTITY(ActivationFunction.IDENTITY),
    SIGMOID(ActivationFunction.SIGMOID),
    TANH(ActivationFunction.TANH),
    RELU(ActivationFunction.RELU),
    LEAKY_RELU(ActivationFunction.LEAKY_RELU),
    ELU(ActivationFunction.ELU),
    SELU(ActivationFunction.SELU),
    GELU(ActivationFunction.GELU),
    SILU(ActivationFunction.SILU),
    SOFTPLUS(ActivationFunction.SOFTPLUS),
    SOFTSIGN(ActivationFunction.SOFTSIGN),
    /**
     * a_j = exp(z_j) / Σ_k exp(z_k) over the units of a layer: the one activation whose elements depend on each other.
     */
    SOFTMAX(null);

    private final @Nullable ActivationFunction elementwise;

    Activation(@Nullable ActivationFunction elementwise) {
        this.elementwise = elementwise;
    }

    /** The function of one element; empty for softmax. */
    public Optional<ActivationFunction> elementwise() {
        return Optional.ofNullable(elementwise);
    }

    /** Whether its values are always in [0, 1]. */
    public boolean givesProbabilities() {
        return switch (this) {
            case SIGMOID, SOFTMAX -> true;
            case IDENTITY, TANH, RELU, LEAKY_RELU, ELU, SELU, GELU, SILU, SOFTPLUS, SOFTSIGN -> false;
        };
    }

    /** Whether this is ReLU or a variant of it: nearly the identity for large positive z, and flatter for negative z. */
    boolean isRectifier() {
        return switch (this) {
            case RELU, LEAKY_RELU, ELU, SELU, GELU, SILU -> true;
            case IDENTITY, SIGMOID, TANH, SOFTPLUS, SOFTSIGN, SOFTMAX -> false;
        };
    }
}
