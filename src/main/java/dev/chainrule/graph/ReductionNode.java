package dev.chainrule.graph;

import dev.chainrule.graph.Operator.Reduction;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * V = Σ a, or Σ a divided by the number of elements: row by row upwards, in float64, rounded once.
 *
 * <p>Shapes: A n × m, V 1 × 1.
 */
final class ReductionNode extends Node {
    private final Reduction operator;

    ReductionNode(
            NodeDefinition definition, Reduction operator, List<Node> inputs, Matrix value, @Nullable Matrix gradient,
            MatrixOperations operations) {
        super(definition, inputs, value, gradient, operations);
        this.operator = operator;
    }

    @Override
    public void forward() {
        var a = input(0).value();
        double sum = 0;
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < a.columns(); j++) {
                sum += a.get(i, j);
            }
        }
        value().set(0, 0, switch (operator) {
            case SUM -> sum;
            case MEAN -> sum / a.size();
        });
    }

    /** ∂C/∂a = ∂C/∂V, divided by the number of elements for the mean. */
    @Override
    void backward(Matrix gradient) {
        if (input(0).requiresGradient()) {
            input(0).gradientSummand().fill(gradient.get(0, 0) * factor());
            input(0).addSummand();
        }
    }

    private double factor() {
        return switch (operator) {
            case SUM -> 1;
            case MEAN -> 1.0 / input(0).value().size();
        };
    }

    /** In the shape of A: V has one element, which depends on all of A's. */
    @Override
    public Optional<Matrix> localDerivative(int input) {
        var a = input(0).value();
        var derivative = Matrix.zeros(a.precision(), a.rows(), a.columns());
        derivative.fill(factor());
        return Optional.of(derivative);
    }

    @Override
    public List<Partial> partials(int input, int row, int column) {
        return List.of(new Partial(0, 0, factor()));
    }

    @Override
    public String derivativeFormula(int input) {
        return switch (operator) {
            case SUM -> "1";
            case MEAN -> "1/" + input(0).value().size();
        };
    }
}
