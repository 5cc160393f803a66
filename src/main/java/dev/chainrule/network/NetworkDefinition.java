package dev.chainrule.network;

import dev.chainrule.matrix.Precision;
import java.util.List;

/**
 * A network of dense layers, one after the other, and the loss it is trained for.
 *
 * @param inputs numbers per row of input, at least 1
 * @param layers at least 1; the last one's units are the outputs
 */
public record NetworkDefinition(Precision precision, int inputs, List<LayerDefinition> layers, Loss loss) {
    /**
     * The largest number of parameters: they are in one array, whose length some virtual machines limit to a little less than the largest
     * int.
     */
    public static final long MAX_PARAMETERS = Integer.MAX_VALUE - 8L;

    /**
     * @throws IllegalArgumentException if layers do not fit each other, given numbers do not fit the precision, or there are too many
     *     parameters
     */
    public NetworkDefinition {
        Requirement.present("precision", precision);
        Requirement.atLeast("inputs", 1, inputs);
        layers = List.copyOf(Requirement.present("layers", layers));
        Requirement.atLeast("the number of layers", 1, layers.size());
        Requirement.present("loss", loss);
        int fanIn = inputs;
        long parameters = 0;
        for (int l = 0; l < layers.size(); l++) {
            var layer = layers.get(l);
            requireGivenNumbersFit(precision, fanIn, layer, "layers[" + l + "]");
            // Adding two such terms cannot overflow: each is under 2⁶², and the sum is checked every time.
            parameters += layer.parameterCount(fanIn);
            if (parameters > MAX_PARAMETERS) {
                throw new IllegalArgumentException(
                        "the network must have at most " + MAX_PARAMETERS + " parameters, but layers[0.." + l
                                + "] have " + parameters);
            }
            fanIn = layer.units();
        }
        if (layers.getLast().dropout() > 0) {
            throw new IllegalArgumentException(
                    "dropout must be 0 in the last layer, because the cost is computed from its outputs, but is "
                            + layers.getLast().dropout());
        }
    }

    /** Numbers per row of output. */
    public int outputs() {
        return layers.getLast().units();
    }

    /** Numbers per row of a layer's input. */
    public int fanIn(int layer) {
        return layer == 0 ? inputs : layers.get(layer - 1).units();
    }

    /** Weights and biases of all layers. */
    public int parameterCount() {
        long count = 0;
        for (int l = 0; l < layers.size(); l++) {
            count += layers.get(l).parameterCount(fanIn(l));
        }
        return Math.toIntExact(count);
    }

    private static void requireGivenNumbersFit(Precision precision, int fanIn, LayerDefinition layer, String name) {
        double[][] weights = layer.weights();
        if (weights != null) {
            if (weights.length != fanIn) {
                throw new IllegalArgumentException(
                        name + ".weights must have " + fanIn + " rows, one for each input, but have "
                                + weights.length);
            }
            for (int i = 0; i < fanIn; i++) {
                requireFinite(precision, weights[i], name + ".weights[" + i + "]");
            }
        }
        if (layer.biases() != null) {
            requireFinite(precision, layer.biases(), name + ".biases");
        }
    }

    private static void requireFinite(Precision precision, double[] numbers, String name) {
        for (int i = 0; i < numbers.length; i++) {
            if (!precision.isFinite(numbers[i])) {
                throw new IllegalArgumentException(
                        name + "[" + i + "] must be finite in " + precision + ", but is " + numbers[i]);
            }
        }
    }
}
