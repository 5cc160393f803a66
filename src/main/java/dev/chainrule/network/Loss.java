package dev.chainrule.network;

import dev.chainrule.matrix.kernel.CostFunction;

/**
 * The loss that training minimises: how far outputs are from targets. In lower case the names are those of the API; the formulas are in
 * {@link CostFunction}.
 *
 * <p>The mean is taken over all elements of a batch, for {@link #CATEGORICAL_CROSS_ENTROPY} over its rows.
 */
public enum Loss {
    MEAN_SQUARED_ERROR(CostFunction.MEAN_SQUARED_ERROR),
    HALF_MEAN_SQUARED_ERROR(CostFunction.HALF_MEAN_SQUARED_ERROR),
    MEAN_ABSOLUTE_ERROR(CostFunction.MEAN_ABSOLUTE_ERROR),
    HUBER(CostFunction.HUBER),
    BINARY_CROSS_ENTROPY(CostFunction.BINARY_CROSS_ENTROPY),
    CATEGORICAL_CROSS_ENTROPY(CostFunction.CATEGORICAL_CROSS_ENTROPY);

    private final CostFunction ofOutputs;

    Loss(CostFunction ofOutputs) {
        this.ofOutputs = ofOutputs;
    }

    /**
     * Whether this loss after that activation is computed from the weighted sums z in one step. Sigmoid with binary and
     * softmax with categorical cross-entropy cancel to ∂C/∂z = (a − y)/n, which stays exact where a rounds to 0 or 1
     * and the chain f′(z)·∂C/∂a does not.
     */
    public boolean isFusedWith(Activation activation) {
        return (this == BINARY_CROSS_ENTROPY && activation == Activation.SIGMOID)
                || (this == CATEGORICAL_CROSS_ENTROPY && activation == Activation.SOFTMAX);
    }

    /** Whether outputs and targets must be probabilities in [0, 1]: for other values a cross-entropy has no meaning and may be negative. */
    public boolean takesProbabilities() {
        return switch (this) {
            case BINARY_CROSS_ENTROPY, CATEGORICAL_CROSS_ENTROPY -> true;
            case MEAN_SQUARED_ERROR, HALF_MEAN_SQUARED_ERROR, MEAN_ABSOLUTE_ERROR, HUBER -> false;
        };
    }

    /** The cost as a function of the outputs. */
    public CostFunction cost() {
        return ofOutputs;
    }

    /** The cost as a function of the last layer's z if it is fused with that activation, else of its a. */
    public CostFunction costAfter(Activation activation) {
        if (!isFusedWith(activation)) {
            return ofOutputs;
        }
        return activation == Activation.SIGMOID ? CostFunction.SIGMOID_CROSS_ENTROPY
                : CostFunction.SOFTMAX_CROSS_ENTROPY;
    }
}
