package dev.chainrule.network;

import dev.chainrule.matrix.Epilogue;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.kernel.ActivationFunction;
import org.jspecify.annotations.Nullable;

/**
 * A dense layer at work on a fixed number of rows, with the matrices that its passes fill. Forward and backward stand
 * side by side; what follows a product is done part by part, as the threads finish the product's parts.
 *
 * <p>Shapes: x and ∂C/∂x are rows × in, W and dW in × units, b and db 1 × units, everything else rows × units.
 */
final class DenseLayer {
    private final LayerDefinition definition;
    private final MatrixOperations operations;
    private final Matrix weights;
    private final Matrix biases;
    /** Null for the softmax, whose elements depend on each other. */
    private final @Nullable ActivationFunction activation;

    private final Matrix z;
    private final Matrix a;
    /** ∂C/∂output, then ∂C/∂a, then ∂C/∂z; without rows in a layer that only evaluates. */
    private final Matrix delta;
    /** Null where nothing is dropped. */
    private final @Nullable Dropout dropout;

    private final Epilogue forwardThroughActivation = this::forwardThroughActivation;
    private final Epilogue backwardThroughActivation = this::backwardThroughActivation;

    private DenseLayer(
            LayerDefinition definition,
            MatrixOperations operations,
            Matrix weights,
            Matrix biases,
            Matrix z,
            Matrix a,
            Matrix delta,
            @Nullable Dropout dropout) {
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
                Matrix.zeros(operations.precision(), 0, definition.units()),
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
                delta.rows(0, Math.min(rows, delta.rows())),
                dropout == null ? null : dropout.rows(rows));
    }

    /**
     * z = x·W + b, a = f(z).
     *
     * @param x not modified
     */
    void forward(Matrix x) {
        operations.multiply(x, weights, z, forwardThroughActivation);
        if (activation == null) {
            operations.softmax(z, a);
        }
    }

    /**
     * output = a ⊙ mask where units are dropped, else a.
     *
     * @param random the mask follows from it
     */
    void drop(RandomStream random) {
        if (dropout != null) {
            dropout.forward(a, random);
        }
    }

    private void forwardThroughActivation(int row, int rows, int column, int columns) {
        if (definition.bias()) {
            operations.addRow(biases, z, row, rows, column, columns);
        }
        if (activation != null) {
            operations.activate(activation, z, a, row, rows, column, columns);
        }
    }

    /** δ: ∂C/∂output → ∂C/∂z, which is ∂C/∂output ⊙ mask ⊙ f′(z), for the softmax its Jacobian's product. */
    void backwardThroughActivation() {
        backwardThroughActivation(0, delta.rows(), 0, delta.columns());
        backwardThroughSoftmax();
    }

    private void backwardThroughActivation(int row, int rows, int column, int columns) {
        if (dropout != null) {
            dropout.backward(delta, row, rows, column, columns);
        }
        if (activation != null) {
            operations.multiplyByDerivative(activation, z, a, delta, row, rows, column, columns);
        }
    }

    private void backwardThroughSoftmax() {
        if (activation == null) {
            operations.softmaxBackward(a, delta);
        }
    }

    /** ∂C/∂x = δ·Wᵀ, where δ is ∂C/∂z, and on through the activation of the layer that x comes from: its δ becomes ∂C/∂z. */
    void backwardToInput(DenseLayer previous) {
        operations.multiplyTransposedRight(delta, weights, previous.delta, previous.backwardThroughActivation);
        previous.backwardThroughSoftmax();
    }

    /**
     * dW = xᵀ·δ + l1·sign(W) + l2·W, db = column sums of δ, where δ is ∂C/∂z. Nothing is averaged: the cost already was.
     *
     * @param x what went forward; not modified
     * @param weightGradient dW; overwritten
     * @param biasGradient db; overwritten
     * @param epilogue done with parts of dW, each some whole rows, as they are ready
     */
    void backwardToParameters(Matrix x, Matrix weightGradient, Matrix biasGradient, Epilogue epilogue) {
        operations.multiplyTransposedLeft(x, delta, weightGradient, epilogue);
        if (definition.bias()) {
            operations.columnSums(delta, biasGradient);
        }
    }

    /** Adds the penalties' part to some rows of dW. */
    void addPenaltyGradient(Matrix weightGradient, int row, int rows) {
        if (definition.l1() > 0 || definition.l2() > 0) {
            operations.addPenaltyGradient(definition.l1(), definition.l2(), weights, weightGradient, row, rows);
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
