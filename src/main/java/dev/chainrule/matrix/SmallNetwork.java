package dev.chainrule.matrix;

import dev.chainrule.matrix.kernel.ActivationFunction;
import dev.chainrule.matrix.kernel.CostFunction;
import dev.chainrule.matrix.kernel.Kernels;
import dev.chainrule.matrix.kernel.SmallLayer;
import java.util.ArrayList;
import java.util.List;

/**
 * A stack of dense layers of a few elements whose forward and backward pass are one call. Results have the bits of the single operations.
 * It is faster because shapes are checked once, in the constructor, and few kernels are called.
 */
public final class SmallNetwork {
    /** Up to this many multiplications, a product gains nothing from vectors or several threads. */
    private static final int MOST_MULTIPLICATIONS = 128;

    private final Kernels<Object> kernels;
    private final CostFunction cost;
    private final boolean fused;
    private final Matrix target;
    private final Matrix outputs;
    private final SmallLayer<Object>[] layers;

    /** A layer: W and ∂C/∂W are inputs × units, b and ∂C/∂b 1 × units. */
    public record Layer(
            ActivationFunction activation, Matrix weights, Matrix biases, Matrix weightGradient,
            Matrix biasGradient) {}

    SmallNetwork(
            Kernels<Object> kernels, OperandChecks checks, Matrix x, Matrix target, List<Layer> layers,
            CostFunction cost, boolean fused) {
        this.kernels = kernels;
        this.cost = cost;
        this.fused = fused;
        this.target = target;
        var smallLayers = new ArrayList<SmallLayer<Object>>();
        var input = x;
        for (var layer : layers) {
            var a = Matrix.zeros(x.precision(), x.rows(), layer.weights.columns());
            smallLayers.add(smallLayer(checks, layer, input, a));
            input = a;
        }
        checks.requireOperand(target, "a target", input.rows(), input.columns());
        this.outputs = input;
        this.layers = array(smallLayers);
    }

    private static SmallLayer<Object> smallLayer(OperandChecks checks, Layer layer, Matrix x, Matrix a) {
        int rows = x.rows(), inputs = x.columns(), units = a.columns();
        var z = Matrix.zeros(x.precision(), rows, units);
        var delta = Matrix.zeros(x.precision(), rows, units);
        checks.requireProduct(x, layer.weights, z, inputs, units, rows, units);
        checks.requireProduct(x, delta, layer.weightGradient, rows, units, inputs, units);
        OperandChecks.requireDisjoint(layer.weights, layer.weightGradient);
        checks.requireOperand(layer.biases, "biases", 1, units);
        checks.requireOperand(layer.biasGradient, "a bias gradient", 1, units);
        OperandChecks.requireDisjoint(layer.biases, layer.biasGradient);
        return new SmallLayer<>(
                layer.activation, rows, inputs, units, x.data(), x.offset(), layer.weights.data(),
                layer.weights.offset(), layer.biases.data(), layer.biases.offset(), z.data(), a.data(), delta.data(),
                layer.weightGradient.data(), layer.weightGradient.offset(), layer.biasGradient.data(),
                layer.biasGradient.offset());
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of generic elements cannot be made otherwise
    private static SmallLayer<Object>[] array(List<SmallLayer<Object>> layers) {
        return layers.toArray(new SmallLayer[0]);
    }

    /** Whether a layer is so small that it is faster here than with single operations; results are correct for any size. */
    public static boolean fits(int rows, int inputs, int units) {
        return (long) rows * inputs * units <= MOST_MULTIPLICATIONS;
    }

    /**
     * Computes outputs and all gradients from x and target, which the caller has filled.
     *
     * @return the cost
     */
    public double forwardAndBackward() {
        var smallLayers = kernels.smallLayers();
        var functions = kernels.functions();
        for (var layer : layers) {
            smallLayers.forward(layer);
        }
        var last = layers[layers.length - 1];
        int rows = last.rows(), units = last.units();
        var costed = fused ? last.z() : last.a();
        var c = functions.cost(cost, costed, 0, target.data(), target.offset(), rows, units);
        functions.costGradient(cost, last.a(), 0, target.data(), target.offset(), last.delta(), 0, rows, units);
        if (!fused) {
            functions.multiplyByDerivative(
                    last.activation(), last.z(), 0, last.a(), 0, last.delta(), 0, rows * units);
        }
        for (var l = layers.length - 1; l >= 0; l--) {
            if (l > 0) {
                smallLayers.backwardToLayer(layers[l], layers[l - 1]);
            }
            smallLayers.backwardToParameters(layers[l]);
        }
        return c;
    }

    /** rows × outputs, from the last pass. */
    public Matrix outputs() {
        return outputs;
    }
}
