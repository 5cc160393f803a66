package dev.chainrule.network;

import dev.chainrule.matrix.kernel.ActivationFunction;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a layer makes of its weighted sums z: a = f(z).
 *
 * <p>All but {@link #SOFTMAX} act on each element alone; their formulas stand at {@link ActivationFunction}. The names
 * are the contract's in upper case.
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

    /** The function of one element, or nothing for softmax. */
    public Optional<ActivationFunction> elementwise() {
        return Optional.ofNullable(elementwise);
    }

    /** Whether it gives numbers from 0 to 1 only. */
    public boolean givesProbabilities() {
        return switch (this) {
            case SIGMOID, SOFTMAX -> true;
            case IDENTITY, TANH, RELU, LEAKY_RELU, ELU, SELU, GELU, SILU, SOFTPLUS, SOFTSIGN -> false;
        };
    }

    /**
     * Whether this is ReLU or one of its descendants, which let large positive sums pass nearly unchanged and damp
     * negative ones.
     */
    boolean isRectifier() {
        return switch (this) {
            case RELU, LEAKY_RELU, ELU, SELU, GELU, SILU -> true;
            case IDENTITY, SIGMOID, TANH, SOFTPLUS, SOFTSIGN, SOFTMAX -> false;
        };
    }
}
