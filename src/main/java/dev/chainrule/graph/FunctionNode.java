package dev.chainrule.graph;

import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * V = f(Z), element by element, computed in float64 and rounded once.
 *
 * <p>Shapes: Z and V n × m.
 */
final class FunctionNode extends Node {
    private final Operator.Function function;

    FunctionNode(
            NodeDefinition definition, Operator.Function function, List<Node> inputs, Matrix value,
            @Nullable Matrix gradient,
            MatrixOperations operations) {
        super(definition, inputs, value, gradient, operations);
        this.function = function;
    }

    @Override
    public void forward() {
        for (int i = 0; i < value().rows(); i++) {
            for (int j = 0; j < value().columns(); j++) {
                value().set(i, j, of(input(0).value().get(i, j)));
            }
        }
    }

    private double of(double z) {
        return switch (function) {
            case NEGATE -> -z;
            case EXP -> StrictMath.exp(z);
            case LOG -> StrictMath.log(z);
            case SIN -> StrictMath.sin(z);
            case COS -> StrictMath.cos(z);
            case TAN -> StrictMath.tan(z);
            case SQRT -> StrictMath.sqrt(z);
            case ABS -> Math.abs(z);
        };
    }

    /** ∂C/∂Z = ∂C/∂V ⊙ f′(Z). */
    @Override
    void backward(Matrix gradient) {
        if (input(0).requiresGradient()) {
            var into = input(0).gradientSummand();
            for (int i = 0; i < into.rows(); i++) {
                for (int j = 0; j < into.columns(); j++) {
                    into.set(i, j, gradient.get(i, j) * derivative(i, j));
                }
            }
            input(0).addSummand();
        }
    }

    /** f′(z); that of |z| at 0 is 0. */
    private double derivative(int row, int column) {
        double z = input(0).value().get(row, column);
        double v = value().get(row, column);
        return switch (function) {
            case NEGATE -> -1;
            case EXP -> v;
            case LOG -> 1 / z;
            case SIN -> StrictMath.cos(z);
            case COS -> -StrictMath.sin(z);
            case TAN -> 1 + v * v;
            case SQRT -> 0.5 / v;
            case ABS -> Math.signum(z);
        };
    }

    @Override
    public Optional<Matrix> localDerivative(int input) {
        var derivative = ones();
        for (int i = 0; i < derivative.rows(); i++) {
            for (int j = 0; j < derivative.columns(); j++) {
                derivative.set(i, j, derivative(i, j));
            }
        }
        return Optional.of(derivative);
    }

    @Override
    public List<Partial> partials(int input, int row, int column) {
        return List.of(new Partial(row, column, derivative(row, column)));
    }

    @Override
    public boolean isFunctionOfElements() {
        return true;
    }

    @Override
    public String derivativeFormula(int input) {
        var z = input(0).name();
        return switch (function) {
            case NEGATE -> "−1";
            case EXP -> "exp(" + z + ")";
            case LOG -> "1/" + z;
            case SIN -> "cos(" + z + ")";
            case COS -> "−sin(" + z + ")";
            case TAN -> "1 + tan²(" + z + ")";
            case SQRT -> "1/(2·√" + z + ")";
            case ABS -> "sign(" + z + ")";
        };
    }
}
