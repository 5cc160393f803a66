package dev.chainrule.graph;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.kernel.ActivationFunction;
import dev.chainrule.network.Activation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * V = f(Z), as in a layer: element by element, or the softmax of every row.
 *
 * <p>Shapes: Z and V n × m.
 */
final class ActivationNode extends Node {
    private final Activation activation;
    /** Null for the softmax. */
    private final @Nullable ActivationFunction function;

    ActivationNode(
            NodeDefinition definition, Activation activation, List<Node> inputs, Matrix value,
            @Nullable Matrix gradient,
            MatrixOperations operations) {
        super(definition, inputs, value, gradient, operations);
        this.activation = activation;
        this.function = activation.elementwise().orElse(null);
    }

    Activation activation() {
        return activation;
    }

    private Node z() {
        return input(0);
    }

    @Override
    public void forward() {
        if (function == null) {
            operations.softmax(z().value(), value());
        } else {
            operations.activate(function, z().value(), value());
        }
    }

    /** ∂C/∂Z = ∂C/∂V ⊙ f′(Z); for the softmax v_j·(∂C/∂v_j − Σ ∂C/∂V·V) in every row. */
    @Override
    void backward(Matrix gradient) {
        if (z().requiresGradient()) {
            var delta = z().gradientSummand();
            delta.copyFrom(gradient);
            through(delta);
            z().addSummand();
        }
    }

    private void through(Matrix delta) {
        if (function == null) {
            operations.softmaxBackward(value(), delta);
        } else {
            operations.multiplyByDerivative(function, z().value(), value(), delta);
        }
    }

    @Override
    public Optional<Matrix> localDerivative(int input) {
        if (function == null) {
            return Optional.empty();
        }
        var derivative = ones();
        through(derivative);
        return Optional.of(derivative);
    }

    @Override
    public List<Partial> partials(int input, int row, int column) {
        if (function == null) {
            double v = value().get(row, column);
            return IntStream.range(0, value().columns())
                    .mapToObj(j -> new Partial(row, j, value().get(row, j) * ((j == column ? 1 : 0) - v)))
                    .toList();
        }
        var derivative = Matrix.zeros(value().precision(), 1, 1);
        derivative.fill(1);
        int at = row * value().columns() + column;
        operations.multiplyByDerivative(
                function, z().value().view(at, 1, 1), value().view(at, 1, 1), derivative);
        return List.of(new Partial(row, column, derivative.get(0, 0)));
    }

    @Override
    public boolean isFunctionOfElements() {
        return function != null;
    }

    @Override
    public String derivativeFormula(int input) {
        return function == null
                ? "diag(v) − v·vᵀ, v a row of " + name()
                : activation.name().toLowerCase(Locale.ROOT) + "′(" + z().name() + ")";
    }
}
