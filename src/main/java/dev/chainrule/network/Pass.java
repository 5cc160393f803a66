package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.kernel.CostFunction;
import java.util.stream.IntStream;

/**
 * A batch on its way through a network and back: x and y are filled, then it goes forward, is measured, and goes
 * backward.
 */
final class Pass {
    private final MatrixOperations operations;
    private final CostFunction costFunction;
    private final boolean fused;
    private final Matrix x;
    private final Matrix y;
    private final DenseLayer[] layers;

    private Pass(
            MatrixOperations operations, CostFunction costFunction, boolean fused, Matrix x, Matrix y,
            DenseLayer[] layers) {
        this.operations = operations;
        this.costFunction = costFunction;
        this.fused = fused;
        this.x = x;
        this.y = y;
        this.layers = layers;
    }

    private Pass(Network network, int rows, MatrixOperations operations, DenseLayer[] layers) {
        var definition = network.definition();
        var last = definition.layers().getLast().activation();
        this(
                operations,
                definition.loss().costAfter(last),
                definition.loss().isFusedWith(last),
                Matrix.zeros(operations.precision(), rows, definition.inputs()),
                Matrix.zeros(operations.precision(), rows, definition.outputs()),
                layers);
    }

    /** A pass that can go forward only, and drops nothing. */
    static Pass forEvaluation(Network network, int rows, MatrixOperations operations) {
        var layers = IntStream.range(0, network.definition().layers().size())
                .mapToObj(l -> DenseLayer.forEvaluation(network, l, rows, operations))
                .toArray(DenseLayer[]::new);
        return new Pass(network, rows, operations, layers);
    }

    static Pass forTraining(Network network, int rows, MatrixOperations operations) {
        var layers = IntStream.range(0, network.definition().layers().size())
                .mapToObj(l -> DenseLayer.forTraining(network, l, rows, operations))
                .toArray(DenseLayer[]::new);
        return new Pass(network, rows, operations, layers);
    }

    /** The same pass for fewer rows, in the same memory: what one fills the other overwrites. */
    Pass rows(int rows) {
        var fewer = new DenseLayer[layers.length];
        for (int l = 0; l < layers.length; l++) {
            fewer[l] = layers[l].rows(rows);
        }
        return new Pass(operations, costFunction, fused, x.rows(0, rows), y.rows(0, rows), fewer);
    }

    /** rows × inputs, to be filled. */
    Matrix x() {
        return x;
    }

    /** rows × outputs, to be filled. */
    Matrix y() {
        return y;
    }

    /** x → the outputs. */
    void forward(RandomStream random) {
        Matrix input = x;
        for (DenseLayer layer : layers) {
            layer.forward(input, random);
            input = layer.output();
        }
    }

    /** rows × units, the weighted sums of a layer. */
    Matrix z(int layer) {
        return layers[layer].z();
    }

    /** rows × outputs, what the last layer gave. */
    Matrix outputs() {
        return last().a();
    }

    /** C, without penalties. */
    double cost() {
        return operations.cost(costFunction, costed(), y);
    }

    /**
     * C → ∂C/∂W and ∂C/∂b of every layer, penalties included.
     *
     * @param gradient overwritten
     */
    void backward(Parameters gradient) {
        operations.costGradient(costFunction, costed(), y, last().delta());
        if (!fused) {
            last().backwardThroughActivation();
        }
        for (int l = layers.length - 1; l > 0; l--) {
            var previous = layers[l - 1];
            layers[l].backwardThroughSums(previous.output(), gradient.weights(l), gradient.biases(l), previous.delta());
            previous.backwardThroughActivation();
        }
        layers[0].backwardThroughSums(x, gradient.weights(0), gradient.biases(0), null);
    }

    /** What the cost is a function of: the last z where activation and loss are fused, else the last a. */
    private Matrix costed() {
        return fused ? last().z() : last().a();
    }

    private DenseLayer last() {
        return layers[layers.length - 1];
    }
}
