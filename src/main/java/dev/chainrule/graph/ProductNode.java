package dev.chainrule.graph;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * V = X·W, or X·W + b.
 *
 * <p>Shapes: X n × k, W k × m, b 1 × m, V n × m.
 */
final class ProductNode extends Node {
    private static final int X = 0;
    private static final int W = 1;
    private static final int B = 2;

    ProductNode(NodeDefinition definition, List<Node> inputs, Matrix value, @Nullable Matrix gradient,
            MatrixOperations operations) {
        super(definition, inputs, value, gradient, operations);
    }

    private boolean hasBias() {
        return inputs().size() > B;
    }

    @Override
    public void forward() {
        operations.multiply(input(X).value(), input(W).value(), value());
        if (hasBias()) {
            operations.addRow(input(B).value(), value());
        }
    }

    /** ∂C/∂X = ∂C/∂V·Wᵀ, ∂C/∂W = Xᵀ·∂C/∂V, ∂C/∂b = column sums of ∂C/∂V. */
    @Override
    void backward(Matrix gradient) {
        if (input(X).requiresGradient()) {
            operations.multiplyTransposedRight(gradient, input(W).value(), input(X).gradientSummand());
            input(X).addSummand();
        }
        if (input(W).requiresGradient()) {
            operations.multiplyTransposedLeft(input(X).value(), gradient, input(W).gradientSummand());
            input(W).addSummand();
        }
        if (hasBias() && input(B).requiresGradient()) {
            operations.columnSums(gradient, input(B).gradientSummand());
            input(B).addSummand();
        }
    }

    @Override
    public Optional<Matrix> localDerivative(int input) {
        return input == B ? Optional.of(ones()) : Optional.empty();
    }

    /** ∂v_rj/∂x_rc = w_cj, ∂v_ic/∂w_rc = x_ir, ∂v_ic/∂b_c = 1. */
    @Override
    public List<Partial> partials(int input, int row, int column) {
        return switch (input) {
            case X -> IntStream.range(0, value().columns())
                    .mapToObj(j -> new Partial(row, j, input(W).value().get(column, j)))
                    .toList();
            case W -> IntStream.range(0, value().rows())
                    .mapToObj(i -> new Partial(i, column, input(X).value().get(i, row)))
                    .toList();
            case B -> IntStream.range(0, value().rows()).mapToObj(i -> new Partial(i, column, 1)).toList();
            default -> throw new IndexOutOfBoundsException(input);
        };
    }

    @Override
    public String derivativeFormula(int input) {
        return switch (input) {
            case X -> input(W).name() + "ᵀ";
            case W -> input(X).name() + "ᵀ";
            case B -> "1";
            default -> throw new IndexOutOfBoundsException(input);
        };
    }
}
