package dev.chainrule.graph;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.kernel.CostFunction;
import dev.chainrule.network.Loss;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * V = C(Y, P), the mean over rows or elements as the loss says, each row times its weight.
 *
 * <p>Shapes: targets Y and prediction P n × m, V 1 × 1. If P is the sigmoid or the softmax of Z and the loss its cross-entropy, both are
 * fused, as in layers: C and ∂C/∂Z are computed from Z in one step.
 */
public final class LossNode extends Node {
    private static final int Y = 0;
    private static final int P = 1;

    private final Loss loss;
    private final CostFunction function;
    private final boolean fused;
    /** Row weights, n × 1; null: no weights. */
    private final @Nullable Matrix weights;

    private double cost;

    LossNode(
            NodeDefinition definition, Loss loss, List<Node> inputs, Matrix value, @Nullable Matrix gradient,
            @Nullable Matrix weights,
            MatrixOperations operations) {
        super(definition, inputs, value, gradient, operations);
        this.loss = loss;
        this.weights = weights;
        this.fused = inputs.get(P) instanceof ActivationNode p && loss.isFusedWith(p.activation());
        this.function = inputs.get(P) instanceof ActivationNode p ? loss.costAfter(p.activation()) : loss.cost();
    }

    /** Whether ∂C/∂Z is computed in one step, so that P has no gradient. */
    public boolean isFused() {
        return fused;
    }

    /** The node that the cost is computed from: Z if fused, else P. */
    public Node costInput() {
        return fused ? input(P).input(0) : input(P);
    }

    @Override
    public void forward() {
        cost = weights == null
                ? operations.cost(function, costInput().value(), input(Y).value())
                : operations.cost(function, costInput().value(), input(Y).value(), weights);
        value().set(0, 0, cost);
    }

    /** V before it was rounded to the graph's precision. */
    double cost() {
        return cost;
    }

    /**
     * The size of the terms that cancel in V, each of which is rounded, whatever is left of their sum. A softmax with its cross-entropy
     * has V = Σᵢ(log Σⱼexp zᵢⱼ · Σⱼyᵢⱼ − Σⱼyᵢⱼ·zᵢⱼ)/n: the mean of maxⱼ|zᵢⱼ| · Σⱼ|yᵢⱼ| over the rows; 0 for every other loss.
     */
    public double cancellingSize() {
        if (function != CostFunction.SOFTMAX_CROSS_ENTROPY) {
            return 0;
        }
        var z = costInput().value();
        var y = input(Y).value();
        var size = 0.0;
        for (int i = 0; i < z.rows(); i++) {
            var largest = 0.0;
            var targets = 0.0;
            for (int j = 0; j < z.columns(); j++) {
                largest = Math.max(largest, Math.abs(z.get(i, j)));
                targets += Math.abs(y.get(i, j));
            }
            size += largest * targets * (weights == null ? 1 : weights.get(i, 0));
        }
        return size / z.rows();
    }

    /** ∂C/∂P = ∂C/∂V · ∂V/∂P; if fused, ∂C/∂Z = ∂C/∂V · (p − y)/n. */
    @Override
    void backward(Matrix gradient) {
        if (costInput().requiresGradient()) {
            var delta = costInput().gradientSummand();
            derivative(delta);
            double upstream = gradient.get(0, 0);
            if (upstream != 1) {
                operations.scale(upstream, delta);
            }
            costInput().addSummand();
        }
    }

    private void derivative(Matrix delta) {
        operations.costGradient(function, input(P).value(), input(Y).value(), delta);
        if (weights != null) {
            operations.scaleRows(weights, delta);
        }
    }

    /** The derivative by {@link #costInput()}, in the shape of P: V has one element, which depends on all of these. */
    @Override
    public Optional<Matrix> localDerivative(int input) {
        if (input == Y) {
            return Optional.empty();
        }
        var p = input(P).value();
        var derivative = Matrix.zeros(p.precision(), p.rows(), p.columns());
        derivative(derivative);
        return Optional.of(derivative);
    }

    /** ∂v/∂p by an element of {@link #costInput()}. */
    @Override
    public List<Partial> partials(int input, int row, int column) {
        var derivative = localDerivative(input)
                .orElseThrow(() -> new IllegalArgumentException("targets have no derivative"));
        return List.of(new Partial(0, 0, derivative.get(row, column)));
    }

    /** ∂V/∂P, or ∂V/∂Z if fused; n elements, or rows if the loss is a mean over rows. */
    @Override
    public String derivativeFormula(int input) {
        var p = input(P).name();
        var y = input(Y).name();
        var difference = "(" + p + " − " + y + ")";
        if (fused) {
            return loss == Loss.CATEGORICAL_CROSS_ENTROPY ? "(" + p + "·Σ" + y + " − " + y + ")/n" : difference + "/n";
        }
        return switch (loss) {
            case MEAN_SQUARED_ERROR -> "2·" + difference + "/n";
            case HALF_MEAN_SQUARED_ERROR -> difference + "/n";
            case MEAN_ABSOLUTE_ERROR -> "sign" + difference + "/n";
            case HUBER -> difference + "/n, at most ±1/n";
            case BINARY_CROSS_ENTROPY -> "((1 − " + y + ")/(1 − " + p + ") − " + y + "/" + p + ")/n";
            case CATEGORICAL_CROSS_ENTROPY -> "−" + y + "/" + p + "/n";
        };
    }
}
