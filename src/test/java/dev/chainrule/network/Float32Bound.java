package dev.chainrule.network;

import static java.util.Map.entry;

import java.util.Map;

/**
 * How far float32 may be from a reference in float64, relative to the largest magnitude of the array compared. A
 * rounding costs u = 2⁻²⁴ ≈ 6e-8; what scalar and vector kernels measure is the same number, so that a bound is a small
 * multiple of it.
 *
 * @param pass of outputs, cost and gradients of one pass
 * @param training of the costs of all steps and the parameters after the last
 * @param reason why not less
 */
record Float32Bound(double pass, double training, String reason) {
    private static final Float32Bound SHALLOW = new Float32Bound(
            6e-7, 6e-7,
            "Two or three layers and sums of up to 16 terms: some roundings, 10 u. Steps forget the"
                    + " roundings of earlier ones.");

    private static final Float32Bound CANCELLING = new Float32Bound(
            1.5e-6,
            3e-6,
            "The mean of positive and negative deltas makes all bias gradients of a layer much smaller"
                    + " than their terms, whose roundings stay: 25 u, and 50 u in biases that started near 0.");

    private static final Float32Bound DEEP = new Float32Bound(
            1e-6,
            1e-5,
            "Five layers and sums over 33 rows. RMSProp divides by the root of a mean that starts at"
                    + " 0: the first steps have the length 10·η whatever the gradient, also where it is the"
                    + " rounded rest of a sum: 170 u.");

    private static final Float32Bound WIDE = new Float32Bound(
            1e-6,
            1e-3,
            "Adam's first step is η·g/|g|. Of 1105 first weights some have a gradient that is mostly"
                    + " the rounded rest of a sum over 50 rows, and step as far as the others, by a share that"
                    + " is wrong by that rest.");

    private static final Float32Bound OPTIMIZERS = new Float32Bound(
            6e-7,
            4e-6,
            "50 steps: those that divide by the size of a gradient carry its roundings over in full,"
                    + " 60 u.");

    /**
     * Nadam, at η = 0.02, swings in the weights with the smallest gradients: over 50 steps a rounding grows a
     * hundred-thousandfold.
     */
    private static final double NADAM = 5e-2;

    static final Map<String, Float32Bound> OF = Map.ofEntries(
            entry("activation-elu", SHALLOW),
            entry("activation-gelu", SHALLOW),
            entry("activation-identity", SHALLOW),
            entry("activation-leaky_relu", SHALLOW),
            entry("activation-relu", SHALLOW),
            entry("activation-selu", SHALLOW),
            entry("activation-sigmoid", SHALLOW),
            entry("activation-silu", CANCELLING),
            entry("activation-softplus", SHALLOW),
            entry("activation-softsign", SHALLOW),
            entry("activation-tanh", SHALLOW),
            entry("clipped", SHALLOW),
            entry("deep-mixed", DEEP),
            entry("loss-binary_cross_entropy-sigmoid", SHALLOW),
            entry("loss-categorical_cross_entropy-softmax", SHALLOW),
            entry("loss-half_mean_squared_error-sigmoid", SHALLOW),
            entry("loss-huber-identity", SHALLOW),
            entry("loss-mean_absolute_error-identity", SHALLOW),
            entry("loss-mean_squared_error-identity", SHALLOW),
            entry("loss-mean_squared_error-softmax", SHALLOW),
            entry("optimizers", OPTIMIZERS),
            entry("regularized-l1-l2", SHALLOW),
            entry("wide", WIDE));

    /** The bound of a training with that optimiser. */
    double training(OptimizerDefinition optimizer) {
        return optimizer instanceof OptimizerDefinition.Nadam ? NADAM : training;
    }
}
