package dev.chainrule.network;

import dev.chainrule.matrix.kernel.ElementwiseFunction;
import java.util.Optional;

/**
 * What a layer makes of its weighted sums z: a = f(z).
 *
 * <p>All but {@link #SOFTMAX} act on each element alone; their formulas stand at {@link ElementwiseFunction}. The names
 * are the contract's in upper case.
 */
public enum Activation {
    IDENTITY(ElementwiseFunction.IDENTITY),
    SIGMOID(ElementwiseFunction.SIGMOID),
    TANH(ElementwiseFunction.TANH),
    RELU(ElementwiseFunction.RELU),
    LEAKY_RELU(ElementwiseFunction.LEAKY_RELU),
    ELU(ElementwiseFunction.ELU),
    SELU(ElementwiseFunction.SELU),
    GELU(ElementwiseFunction.GELU),
    SILU(ElementwiseFunction.SILU),
    SOFTPLUS(ElementwiseFunction.SOFTPLUS),
    SOFTSIGN(ElementwiseFunction.SOFTSIGN),
    /**
     * a_j = exp(z_j) / Σ_k exp(z_k) over the units of a layer: the one activation whose elements depend on each other.
     */
    SOFTMAX(null);

    private final ElementwiseFunction elementwise;

    Activation(ElementwiseFunction elementwise) {
        this.elementwise = elementwise;
    }

    /** The function of one element, or nothing for softmax. */
    public Optional<ElementwiseFunction> elementwise() {
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
