package dev.chainrule.graph.expression;

import dev.chainrule.graph.GraphRun;
import dev.chainrule.graph.Node;
import dev.chainrule.graph.NodeDefinition;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator;
import dev.chainrule.graph.Operator.Broadcast;
import dev.chainrule.graph.expression.ExpressionGap.GapKind;
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Precision;
import java.util.List;
import java.util.Optional;

/** Evaluates an expression: its value at a point, and all its derivatives there in one backward pass. Not thread-safe. */
public final class ExpressionRun {
    private final Expression expression;
    private final GraphRun run;
    /** 1 × variables, in the expression's order. */
    private final Matrix at;
    private final Matrix gradient;

    ExpressionRun(Expression expression, MatrixOperations operations) {
        this.expression = expression;
        this.at = Matrix.zeros(Precision.FLOAT64, 1, expression.variables().size());
        this.gradient = Matrix.zeros(Precision.FLOAT64, 1, expression.variables().size());
        this.run = GraphRun.of(expression.graph(), 1, new VariableLeaves(), null, operations);
    }

    private final class VariableLeaves implements GraphRun.Leaves {
        @Override
        public Matrix input(Input input) {
            throw new IllegalStateException("an expression has no inputs, but there is \"" + input.name() + "\"");
        }

        @Override
        public Matrix parameter(Parameter variable) {
            return part(at, variable);
        }

        @Override
        public Matrix gradient(NodeDefinition leaf) {
            return part(gradient, leaf);
        }

        private Matrix part(Matrix row, NodeDefinition variable) {
            return row.view(expression.variables().indexOf(variable.name()), 1, 1);
        }
    }

    /**
     * The value at a point.
     *
     * @param point a number for each variable, in the expression's order
     * @return NaN if any part of the expression has no finite value there, even if the whole has one, as 1/exp(1000); {@link #gap()} says
     *     which part
     */
    public double value(double... point) {
        at.setRow(0, point);
        for (var node : run.nodes()) {
            node.forward();
            if (!Double.isFinite(value(node))) {
                return Double.NaN;
            }
        }
        return run.cost();
    }

    /**
     * The derivatives by all variables at the point of the last {@link #value}, which must have been finite.
     *
     * @param into a number for each variable, overwritten
     * @return whether all are finite; {@link #gap()} says which is not
     */
    public boolean gradient(double[] into) {
        run.backward();
        gradient.getRow(0, into);
        return isFinite(gradient);
    }

    private static boolean isFinite(Matrix row) {
        for (int i = 0; i < row.columns(); i++) {
            if (!Double.isFinite(row.get(0, i))) {
                return false;
            }
        }
        return true;
    }

    /** Why the last value is not finite, or else the last gradient; empty if both are finite. */
    public Optional<ExpressionGap> gap() {
        for (var node : run.nodes()) {
            if (!Double.isFinite(value(node))) {
                return Optional.of(gap(node));
            }
        }
        for (var node : run.nodes().reversed()) {
            for (int i = 0; node.requiresGradient() && i < node.inputs().size(); i++) {
                if (node.input(i).requiresGradient()
                        && !Double.isFinite(node.gradient().get(0, 0) * localDerivative(node, i))) {
                    return Optional.of(Double.isFinite(localDerivative(node, i))
                            ? gap(node, GapKind.OVERFLOW, "has a derivative larger than a float64 can be")
                            : gap(node, GapKind.NO_DERIVATIVE, "has no finite derivative"));
                }
            }
        }
        // Every summand is finite: their sum overflows.
        return isFinite(gradient)
                ? Optional.empty()
                : Optional
                        .of(gap(run.nodes().getLast(), GapKind.OVERFLOW,
                                "has a derivative larger than a float64 can be"));
    }

    private static double value(Node node) {
        return node.value().get(0, 0);
    }

    private static double localDerivative(Node node, int input) {
        return node.localDerivative(input).orElseThrow().get(0, 0);
    }

    private ExpressionGap gap(Node node) {
        return undefined(node)
                .map(reason -> gap(node, GapKind.UNDEFINED, reason))
                .orElseGet(() -> gap(node, GapKind.OVERFLOW, "is larger than a float64 can be, which is 1.8e308"));
    }

    private ExpressionGap gap(Node node, GapKind kind, String reason) {
        var place = expression.place(node.name());
        return new ExpressionGap(kind, place.column(), place.in(expression.text()), reason);
    }

    /** Why a node has no value although its inputs have one; empty if it is only too large. */
    private static Optional<String> undefined(Node node) {
        var inputs = node.inputs().stream().map(ExpressionRun::value).toList();
        return node.definition() instanceof Operation operation
                ? undefined(operation.operator(), inputs)
                : Optional.empty();
    }

    private static Optional<String> undefined(Operator operator, List<Double> inputs) {
        double first = inputs.getFirst();
        double last = inputs.getLast();
        if (operator == Operator.Function.LOG) {
            return Optional.of("is not defined: a logarithm needs a number above 0, but has " + first);
        }
        if (operator == Operator.Function.SQRT) {
            return Optional.of("is not defined: a root needs a number of at least 0, but has " + first);
        }
        if (operator == Broadcast.DIVIDE && last == 0) {
            return Optional.of("is not defined: it divides by 0");
        }
        if (operator == Broadcast.POWER && first == 0) {
            return Optional.of("is not defined: a power of 0 needs an exponent of at least 0, but has " + last);
        }
        if (operator == Broadcast.POWER && first < 0 && last != Math.rint(last)) {
            return Optional.of("is not defined: a power of a negative number, " + first
                    + ", needs an integer exponent, but has " + last);
        }
        return Optional.empty();
    }
}
