package dev.chainrule.graph;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * V = the columns of A, then those of B, …
 *
 * <p>Shapes: A n × a, B n × b, …, V n × (a + b + …).
 */
final class ConcatNode extends Node {
    ConcatNode(NodeDefinition definition, List<Node> inputs, Matrix value, @Nullable Matrix gradient,
            MatrixOperations operations) {
        super(definition, inputs, value, gradient, operations);
    }

    @Override
    public void forward() {
        int column = 0;
        for (int k = 0; k < inputs().size(); k++) {
            var part = input(k).value();
            for (int i = 0; i < part.rows(); i++) {
                for (int j = 0; j < part.columns(); j++) {
                    value().set(i, column + j, part.get(i, j));
                }
            }
            column += part.columns();
        }
    }

    /** ∂C/∂A = the first columns of ∂C/∂V, ∂C/∂B = those after them, … */
    @Override
    void backward(Matrix gradient) {
        int column = 0;
        for (int k = 0; k < inputs().size(); k++) {
            var part = input(k);
            if (part.requiresGradient()) {
                var into = part.gradientSummand();
                for (int i = 0; i < into.rows(); i++) {
                    for (int j = 0; j < into.columns(); j++) {
                        into.set(i, j, gradient.get(i, column + j));
                    }
                }
                part.addSummand();
            }
            column += part.value().columns();
        }
    }

    /** Ones in the shape of the input: each of its elements is one element of V. */
    @Override
    public Optional<Matrix> localDerivative(int input) {
        var part = input(input).value();
        var derivative = Matrix.zeros(part.precision(), part.rows(), part.columns());
        derivative.fill(1);
        return Optional.of(derivative);
    }

    @Override
    public List<Partial> partials(int input, int row, int column) {
        int before = inputs().subList(0, input).stream().mapToInt(part -> part.value().columns()).sum();
        return List.of(new Partial(row, before + column, 1));
    }

    @Override
    public String derivativeFormula(int input) {
        return "1";
    }
}
