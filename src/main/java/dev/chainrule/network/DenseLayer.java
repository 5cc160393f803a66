package dev.chainrule.network;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.kernel.ElementwiseFunction;

/**
 * A dense layer at work on a fixed number of rows, with the matrices that its passes fill. Forward and backward stand
 * side by side.
 *
 * <p>Shapes: x and ∂C/∂x are rows × in, W and dW in × units, b and db 1 × units, everything else rows × units.
 */
final class DenseLayer {
    private final LayerDefinition definition;
    private final MatrixOperations operations;
    private final Matrix weights;
    private final Matrix biases;
    /** Null for the softmax, whose elements depend on each other. */
    private final ElementwiseFunction activation;

    private final Matrix z;
    private final Matrix a;
    /** ∂C/∂output, then ∂C/∂a, then ∂C/∂z; null in a layer that only evaluates. */
    private final Matrix delta;
    /** Null where nothing is dropped. */
    private final Dropout dropout;

    private DenseLayer(
            LayerDefinition definition,
            MatrixOperations operations,
            Matrix weights,
            Matrix biases,
            Matrix z,
            Matrix a,
            Matrix delta,
            Dropout dropout) {
        this.definition = definition;
        this.operations = operations;
        this.weights = weights;
        this.biases = biases;
        this.activation = definition.activation().elementwise().orElse(null);
        this.z = z;
        this.a = a;
        this.delta = delta;
        this.dropout = dropout;
    }

    /** A layer that goes forward only and drops nothing. */
    static DenseLayer forEvaluation(Network network, int layer, int rows, MatrixOperations operations) {
        var definition = network.definition().layers().get(layer);
        return new DenseLayer(
                definition,
                operations,
                network.weights(layer),
                network.biases(layer),
                Matrix.zeros(operations.precision(), rows, definition.units()),
                Matrix.zeros(operations.precision(), rows, definition.units()),
                null,
                null);
    }

    static DenseLayer forTraining(Network network, int layer, int rows, MatrixOperations operations) {
        var definition = network.definition().layers().get(layer);
        return new DenseLayer(
                definition,
                operations,
                network.weights(layer),
                network.biases(layer),
                Matrix.zeros(operations.precision(), rows, definition.units()),
                Matrix.zeros(operations.precision(), rows, definition.units()),
                Matrix.zeros(operations.precision(), rows, definition.units()),
                definition.dropout() > 0 ? new Dropout(definition, rows, operations) : null);
    }

    /** The same layer at work on fewer rows, in the same memory. */
    DenseLayer rows(int rows) {
        return new DenseLayer(
                definition,
                operations,
                weights,
                biases,
                z.rows(0, rows),
                a.rows(0, rows),
                delta == null ? null : delta.rows(0, rows),
                dropout == null ? null : dropout.rows(rows));
    }

    /**
     * z = x·W + b, a = f(z), output = a ⊙ mask where units are dropped, else a.
     *
     * @param x not modified
     * @param random what is dropped follows from it; null where nothing is
     */
    void forward(Matrix x, RandomStream random) {
        operations.multiply(x, weights, z);
        if (definition.bias()) {
            operations.addRow(biases, z);
        }
        if (activation == null) {
            operations.softmax(z, a);
        } else {
            operations.activate(activation, z, a);
        }
        if (dropout != null) {
            dropout.forward(a, random);
        }
    }

    /** δ: ∂C/∂output → ∂C/∂z, which is ∂C/∂output ⊙ mask ⊙ f′(z), for the softmax its Jacobian's product. */
    void backwardThroughActivation() {
        if (dropout != null) {
            dropout.backward(delta);
        }
        if (activation == null) {
            operations.softmaxBackward(a, delta);
        } else {
            operations.multiplyByDerivative(activation, z, a, delta);
        }
    }

    /**
     * dW = xᵀ·δ + l1·sign(W) + l2·W, db = column sums of δ, ∂C/∂x = δ·Wᵀ, where δ is ∂C/∂z. Nothing is averaged: the
     * cost already was.
     *
     * @param x what went forward; not modified
     * @param weightGradient dW; overwritten
     * @param biasGradient db; overwritten
     * @param inputDelta ∂C/∂x; overwritten. Null: not wanted
     */
    void backwardThroughSums(Matrix x, Matrix weightGradient, Matrix biasGradient, Matrix inputDelta) {
        operations.multiplyTransposedLeft(x, delta, weightGradient);
        if (definition.l1() > 0 || definition.l2() > 0) {
            operations.addPenaltyGradient(definition.l1(), definition.l2(), weights, weightGradient);
        }
        if (definition.bias()) {
            operations.columnSums(delta, biasGradient);
        }
        if (inputDelta != null) {
            operations.multiplyTransposedRight(delta, weights, inputDelta);
        }
    }

    Matrix z() {
        return z;
    }

    Matrix a() {
        return a;
    }

    /** What goes into the next layer. */
    Matrix output() {
        return dropout == null ? a : dropout.output();
    }

    Matrix delta() {
        return delta;
    }
}
