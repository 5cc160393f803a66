package dev.chainrule.network;

import dev.chainrule.matrix.Epilogue;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.kernel.ActivationFunction;
import org.jspecify.annotations.Nullable;

/**
 * A dense layer on a fixed number of rows, with the matrices that its passes fill. What follows a product is computed region by region, as
 * soon as a thread has finished a region of the product.
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
    /** ∂C/∂output, then ∂C/∂a, then ∂C/∂z; without rows in a layer for evaluation. */
    private final Matrix delta;
    /** Null without dropout. */
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

    /** A layer for the forward pass only, without dropout. */
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

    /** The same layer on fewer rows, in the same memory. */
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
     * output = a ⊙ mask with dropout, else a.
     *
     * @param random determines the mask
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

    /** δ: ∂C/∂output → ∂C/∂z, which is ∂C/∂output ⊙ mask ⊙ f′(z); for the softmax, the product with its Jacobian. */
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

    /** ∂C/∂x = δ·Wᵀ, where δ is ∂C/∂z; then through the activation of the previous layer, whose δ becomes its ∂C/∂z. */
    void backwardToInput(DenseLayer previous) {
        operations.multiplyTransposedRight(delta, weights, previous.delta, previous.backwardThroughActivation);
        previous.backwardThroughSoftmax();
    }

    /**
     * dW = xᵀ·δ + l1·sign(W) + l2·W, db = column sums of δ, where δ is ∂C/∂z. Nothing is averaged: the cost already was.
     *
     * @param x the input of the forward pass; not modified
     * @param weightGradient dW; overwritten
     * @param biasGradient db; overwritten
     * @param epilogue called for each region of whole rows of dW that is ready
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

    /** The input of the next layer. */
    Matrix output() {
        return dropout == null ? a : dropout.output();
    }

    Matrix delta() {
        return delta;
    }
}
