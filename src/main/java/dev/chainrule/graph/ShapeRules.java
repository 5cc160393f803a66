package dev.chainrule.graph;

import dev.chainrule.graph.GraphFault.OfNode;
import dev.chainrule.graph.NodeDefinition.Constant;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator.ActivationOf;
import dev.chainrule.graph.Operator.Broadcast;
import dev.chainrule.graph.Operator.Concat;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.graph.Operator.Product;
import dev.chainrule.graph.Operator.Reduction;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The shapes that operations accept, and the shapes of their results. */
final class ShapeRules {
    private static final int MAX_COLUMNS = 1 << 28;

    private ShapeRules() {}

    /**
     * The shapes of all nodes by index.
     *
     * @param faults receives the shapes that do not fit; nodes that depend on a faulty one are not checked
     */
    static List<Shape> shapes(List<NodeDefinition> nodes, NodeOrder order, List<GraphFault> faults) {
        var shapes = new Shape[nodes.size()];
        for (int i : order.indices()) {
            var inputs = order.inputs(i).stream().map(input -> Optional.ofNullable(shapes[input])).toList();
            if (inputs.stream().allMatch(Optional::isPresent) && !isOfUnknownSize(nodes.get(i))) {
                try {
                    shapes[i] = shape(nodes.get(i), inputs.stream().map(Optional::get).toList());
                } catch (Misfit misfit) {
                    faults.add(new OfNode(i, misfit.detail));
                }
            }
        }
        if (faults.isEmpty()) {
            addUnknownSizes(nodes, faults);
        }
        return faults.isEmpty() ? List.of(shapes) : List.of();
    }

    private static void addUnknownSizes(List<NodeDefinition> nodes, List<GraphFault> faults) {
        for (int i = 0; i < nodes.size(); i++) {
            if (isOfUnknownSize(nodes.get(i))) {
                faults.add(new OfNode(i, "the size of \"" + nodes.get(i).name()
                        + "\" cannot be inferred from the nodes that use it: set it"));
            }
        }
    }

    private static boolean isOfUnknownSize(NodeDefinition node) {
        return node instanceof Input input && input.size() == ShapeInference.UNKNOWN;
    }

    /** Shapes that do not fit. */
    private static final class Misfit extends Exception {
        private static final long serialVersionUID = 1L;

        private final String detail;

        Misfit(String detail) {
            super(detail);
            this.detail = detail;
        }
    }

    private static Shape shape(NodeDefinition node, List<Shape> inputs) throws Misfit {
        return switch (node) {
            case Input input -> Shape.anyRows(input.size());
            case Parameter parameter -> parameter(parameter);
            case Constant constant -> given(constant.name(), constant.value());
            case Operation operation -> operation(operation, inputs);
        };
    }

    private static Shape parameter(Parameter parameter) throws Misfit {
        require(parameter.rows() >= 1 && parameter.columns() >= 1, "\"" + parameter.name()
                + "\" must have at least 1 row and 1 column, but is " + parameter.rows() + "×" + parameter.columns());
        var shape = new Shape(parameter.rows(), parameter.columns());
        double[][] value = parameter.value();
        if (value != null) {
            var given = given(parameter.name(), value);
            require(given.equals(shape),
                    "the value of \"" + parameter.name() + "\" must be " + shape + " as its shape is, but is "
                            + given);
        }
        return shape;
    }

    private static Shape given(String name, double[][] value) throws Misfit {
        require(value.length > 0 && value[0].length > 0, "\"" + name + "\" must have at least 1 row and 1 column");
        require(Arrays.stream(value).allMatch(row -> row.length == value[0].length),
                "the rows of \"" + name + "\" must have the same length");
        return new Shape(value.length, value[0].length);
    }

    /** The shape of the result; empty if the inputs' shapes do not fit. */
    static Optional<Shape> shapeOf(Operation operation, List<Shape> inputs) {
        try {
            return Optional.of(operation(operation, inputs));
        } catch (Misfit _) {
            return Optional.empty();
        }
    }

    private static Shape operation(Operation operation, List<Shape> inputs) throws Misfit {
        return switch (operation.operator()) {
            case Product _ -> product(operation, inputs);
            case Broadcast _ -> broadcast(operation, inputs);
            case Reduction _ -> Shape.SCALAR;
            case Concat _ -> concat(operation, inputs);
            case Operator.Function _,ActivationOf _ -> inputs.getFirst();
            case LossOf _ -> {
                require(inputs.getFirst().equals(inputs.getLast()), between(operation, inputs, 0, 1)
                        + ": targets and prediction must have the same shape");
                yield Shape.SCALAR;
            }
        };
    }

    private static Shape product(Operation operation, List<Shape> inputs) throws Misfit {
        var x = inputs.get(0);
        var w = inputs.get(1);
        require(x.columns() == w.rows(), between(operation, inputs, 0, 1)
                + ": the first must have as many columns as the second has rows");
        if (inputs.size() == 3) {
            require(inputs.get(2).rows() == 1 && inputs.get(2).columns() == w.columns(),
                    between(operation, inputs, 1, 2)
                            + ": the last must have one row, and as many columns as the second");
        }
        return new Shape(x.rows(), w.columns());
    }

    private static Shape concat(Operation operation, List<Shape> inputs) throws Misfit {
        long columns = 0;
        for (int i = 0; i < inputs.size(); i++) {
            require(inputs.get(i).rows() == inputs.getFirst().rows(),
                    between(operation, inputs, 0, i) + ": concatenated nodes must have the same number of rows");
            columns += inputs.get(i).columns();
        }
        require(columns <= MAX_COLUMNS,
                "\"" + operation.name() + "\" must have at most " + MAX_COLUMNS + " columns, but would have "
                        + columns);
        return new Shape(inputs.getFirst().rows(), (int) columns);
    }

    private static Shape broadcast(Operation operation, List<Shape> inputs) throws Misfit {
        var shape = inputs.getFirst();
        for (int i = 1; i < inputs.size(); i++) {
            shape = broadcast(operation, shape, inputs, i);
        }
        return shape;
    }

    private static Shape broadcast(Operation operation, Shape shape, List<Shape> inputs, int i) throws Misfit {
        var other = inputs.get(i);
        boolean fits = (shape.rows() == other.rows() || shape.rows() == 1 || other.rows() == 1)
                && (shape.columns() == other.columns() || shape.columns() == 1 || other.columns() == 1);
        require(fits, between(operation, inputs, i - 1, i)
                + ": rows and columns must be equal, or 1, which is broadcast");
        return new Shape(shape.rows() == 1 ? other.rows() : shape.rows(),
                shape.columns() == 1 ? other.columns() : shape.columns());
    }

    private static String between(Operation operation, List<Shape> inputs, int one, int other) {
        return "\"" + operation.name() + "\": \"" + operation.inputs().get(one) + "\" is " + inputs.get(one) + " and \""
                + operation.inputs().get(other) + "\" is " + inputs.get(other);
    }

    private static void require(boolean holds, String otherwise) throws Misfit {
        if (!holds) {
            throw new Misfit(otherwise);
        }
    }
}
