package dev.chainrule.graph;

import dev.chainrule.graph.Operator.Broadcast;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * V = A + B + …, A − B, A ⊙ B ⊙ …, A / B or A^B, element by element, from left to right, in float64 and rounded once.
 *
 * <p>Shapes: V n × m; each input has n or 1 rows and m or 1 columns. An input with one row or one column is broadcast; its gradient is the
 * sum over its copies, row by row, and within a row over columns upwards.
 */
final class BroadcastNode extends Node {
    private final Broadcast operator;
    /** For each input, the sums of its gradient's elements. */
    private final double[][] sums;

    BroadcastNode(
            NodeDefinition definition, Broadcast operator, List<Node> inputs, Matrix value, @Nullable Matrix gradient,
            MatrixOperations operations) {
        super(definition, inputs, value, gradient, operations);
        this.operator = operator;
        this.sums = inputs.stream().map(input -> new double[input.requiresGradient() ? input.value().size() : 0])
                .toArray(double[][]::new);
    }

    @Override
    public void forward() {
        for (int i = 0; i < value().rows(); i++) {
            for (int j = 0; j < value().columns(); j++) {
                double result = operand(0, i, j);
                for (int k = 1; k < inputs().size(); k++) {
                    result = combined(result, operand(k, i, j));
                }
                value().set(i, j, result);
            }
        }
    }

    /** The element of an input that is used for v_ij. */
    private double operand(int input, int row, int column) {
        var operand = input(input).value();
        return operand.get(operand.rows() == 1 ? 0 : row, operand.columns() == 1 ? 0 : column);
    }

    private double combined(double a, double b) {
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case POWER -> StrictMath.pow(a, b);
        };
    }

    /** ∂C/∂A = Σ ∂C/∂V ⊙ ∂V/∂A over all copies of an element of A. */
    @Override
    void backward(Matrix gradient) {
        for (int k = 0; k < inputs().size(); k++) {
            if (input(k).requiresGradient()) {
                backward(k, gradient);
            }
        }
    }

    private void backward(int k, Matrix gradient) {
        var operand = input(k).value();
        Arrays.fill(sums[k], -0.0);
        for (int i = 0; i < value().rows(); i++) {
            int row = operand.rows() == 1 ? 0 : i;
            for (int j = 0; j < value().columns(); j++) {
                sums[k][row * operand.columns() + (operand.columns() == 1 ? 0 : j)] +=
                        gradient.get(i, j) * derivative(k, i, j);
            }
        }
        var into = input(k).gradientSummand();
        for (int i = 0; i < operand.rows(); i++) {
            for (int j = 0; j < operand.columns(); j++) {
                into.set(i, j, sums[k][i * operand.columns() + j]);
            }
        }
        input(k).addSummand();
    }

    /**
     * ∂v_ij/∂a: 1 for a summand and −1 for a subtrahend; for a factor, the product of the others; for a/b, 1/b and −(a/b)/b; for a^b,
     * b·a^(b−1), or 0 if b is 0, and a^b·ln a, or 0 if a is 0.
     */
    private double derivative(int k, int i, int j) {
        return switch (operator) {
            case ADD -> 1;
            case SUBTRACT -> k == 0 ? 1 : -1;
            case MULTIPLY -> {
                double product = 1;
                for (int other = 0; other < inputs().size(); other++) {
                    product = other == k ? product : product * operand(other, i, j);
                }
                yield product;
            }
            case DIVIDE -> k == 0 ? 1 / operand(1, i, j)
                    : -(operand(0, i, j) / operand(1, i, j)) / operand(1, i, j);
            case POWER -> k == 0 ? derivativeByBase(operand(0, i, j), operand(1, i, j))
                    : derivativeByExponent(operand(0, i, j), operand(1, i, j));
        };
    }

    private static double derivativeByBase(double a, double b) {
        return b == 0 ? 0 : b * StrictMath.pow(a, b - 1);
    }

    private static double derivativeByExponent(double a, double b) {
        return a == 0 ? 0 : StrictMath.pow(a, b) * StrictMath.log(a);
    }

    @Override
    public Optional<Matrix> localDerivative(int input) {
        var derivative = ones();
        for (int i = 0; i < derivative.rows(); i++) {
            for (int j = 0; j < derivative.columns(); j++) {
                derivative.set(i, j, derivative(input, i, j));
            }
        }
        return Optional.of(derivative);
    }

    @Override
    public List<Partial> partials(int input, int row, int column) {
        var operand = input(input).value();
        boolean everyRow = operand.rows() == 1;
        boolean everyColumn = operand.columns() == 1;
        var partials = new ArrayList<Partial>();
        for (int i = everyRow ? 0 : row; i < (everyRow ? value().rows() : row + 1); i++) {
            for (int j = everyColumn ? 0 : column; j < (everyColumn ? value().columns() : column + 1); j++) {
                partials.add(new Partial(i, j, derivative(input, i, j)));
            }
        }
        return partials;
    }

    @Override
    public String derivativeFormula(int input) {
        var a = input(0).name();
        var b = input(inputs().size() - 1).name();
        return switch (operator) {
            case ADD -> "1";
            case SUBTRACT -> input == 0 ? "1" : "−1";
            case MULTIPLY -> IntStream.range(0, inputs().size())
                    .filter(other -> other != input)
                    .mapToObj(other -> input(other).name())
                    .collect(Collectors.joining("·"));
            case DIVIDE -> input == 0 ? "1/" + b : "−" + a + "/" + b + "²";
            case POWER -> input == 0 ? b + "·" + a + "^(" + b + "−1)" : a + "^" + b + "·ln " + a;
        };
    }
}
