package dev.chainrule.graph;

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
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Initializer;
import dev.chainrule.network.Loss;
import dev.chainrule.network.RandomStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A graph of up to twenty operations that follows from a seed alone: every operator, several inputs, shared nodes, several costs. Values
 * stay in the domain of every function, and of moderate size.
 */
public final class RandomGraph {
    private static final List<Operator> STEPS = steps();
    private static final List<Loss> LOSSES = List.of(Loss.values());

    private final RandomStream random;
    private final List<NodeDefinition> nodes = new ArrayList<>();
    private final Map<String, Shape> shapes = new HashMap<>();
    /** What operations may be made of. */
    private final List<String> pool = new ArrayList<>();

    private RandomGraph(long seed) {
        random = RandomStream.of(seed, RandomStream.Purpose.DATA, 0);
    }

    private static List<Operator> steps() {
        return Operator.all().stream()
                .filter(operator -> !(operator instanceof Reduction || operator instanceof LossOf))
                .toList();
    }

    public static GraphDefinition of(long seed) {
        return new RandomGraph(seed).definition();
    }

    private GraphDefinition definition() {
        int inputs = 1 + random.nextInt(2);
        for (int i = 0; i < inputs; i++) {
            var input = new Input("x" + i, false, 1 + random.nextInt(3));
            add(input, Shape.anyRows(input.size()), true);
        }
        parameter(1 + random.nextInt(3), 1 + random.nextInt(3));
        int operations = 1 + random.nextInt(12);
        for (int i = 0; i < operations; i++) {
            step(STEPS.get(random.nextInt(STEPS.size())));
        }
        var costs = new ArrayList<String>();
        // Whatever is not used yet goes into a cost, some of it in several.
        for (var end : unused()) {
            costs.add(cost(end));
        }
        if (random.nextInt(2) == 0) {
            costs.add(cost(pool.get(random.nextInt(pool.size()))));
        }
        if (costs.size() > 1) {
            add(new Operation("all", Broadcast.ADD, costs), Shape.SCALAR, false);
        }
        var shuffled = new ArrayList<>(nodes);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        return GraphDefinition.of(Precision.FLOAT64, shuffled, Optional.empty());
    }

    private List<String> unused() {
        var used = nodes.stream().flatMap(node -> node.inputs().stream()).toList();
        return nodes.stream().map(NodeDefinition::name).filter(name -> !used.contains(name)).toList();
    }

    private String add(NodeDefinition node, Shape shape, boolean usable) {
        nodes.add(node);
        shapes.put(node.name(), shape);
        if (usable) {
            pool.add(node.name());
        }
        return node.name();
    }

    private String parameter(int rows, int columns) {
        var parameter =
                new Parameter("w" + nodes.size(), rows, columns, new Initializer.Normal(0.7), null, 0, 0);
        return add(parameter, new Shape(rows, columns), true);
    }

    private String any() {
        return pool.get(random.nextInt(pool.size()));
    }

    private String apply(Operator operator, Shape shape, String... inputs) {
        return add(new Operation("n" + nodes.size(), operator, inputs), shape, false);
    }

    private String apply(Activation activation, String input) {
        return apply(new ActivationOf(activation), shapes.get(input), input);
    }

    /** Something between 0.5 and about 3.5, made of a node. */
    private String positive(String name) {
        var half = add(new Constant("c" + nodes.size(), new double[][] {{0.5}}), Shape.SCALAR, false);
        return apply(Broadcast.ADD, shapes.get(name), apply(Activation.SOFTPLUS, apply(Activation.TANH, name)), half);
    }

    private void step(Operator operator) {
        var a = any();
        var shape = shapes.get(a);
        var result = switch (operator) {
            case Product product -> product(product, a, shape);
            case Broadcast broadcast -> broadcast(broadcast, a, shape);
            case Concat concat -> concat(concat, a, shape);
            case Operator.Function function -> switch (function) {
                case LOG, SQRT -> apply(function, shape, positive(a));
                case EXP, TAN -> apply(function, shape, apply(Activation.TANH, a));
                case NEGATE, SIN, COS, ABS -> apply(function, shape, a);
            };
            case ActivationOf activated -> apply(activated, shape, a);
            case Reduction _,LossOf _ -> throw new IllegalStateException("costs come at the end");
        };
        pool.add(result);
    }

    private String product(Product product, String a, Shape shape) {
        var w = parameter(shape.columns(), 1 + random.nextInt(3));
        var result = new Shape(shape.rows(), shapes.get(w).columns());
        return switch (product) {
            case LINEAR -> apply(product, result, a, w, parameter(1, result.columns()));
            case MATMUL -> apply(product, result, a, w);
        };
    }

    private String broadcast(Broadcast broadcast, String a, Shape shape) {
        return switch (broadcast) {
            case ADD, SUBTRACT, MULTIPLY -> apply(broadcast, shape, a, fitting(shape));
            case DIVIDE -> apply(broadcast, shape, a, positive(fitting(shape)));
            case POWER -> apply(broadcast, shape, positive(a), apply(Activation.TANH, fitting(shape)));
        };
    }

    private String concat(Concat concat, String a, Shape shape) {
        var partners = pool.stream().filter(name -> shapes.get(name).rows() == shape.rows()).toList();
        var b = partners.get(random.nextInt(partners.size()));
        return apply(concat, new Shape(shape.rows(), shape.columns() + shapes.get(b).columns()), a, b);
    }

    /** A node that can be repeated to this shape: one that there is, or a new parameter. */
    private String fitting(Shape shape) {
        var partners = pool.stream()
                .filter(name -> (shapes.get(name).rows() == shape.rows() || shapes.get(name).rows() == 1)
                        && (shapes.get(name).columns() == shape.columns() || shapes.get(name).columns() == 1))
                .toList();
        if (!partners.isEmpty() && random.nextInt(3) > 0) {
            return partners.get(random.nextInt(partners.size()));
        }
        return parameter(1, random.nextInt(2) == 0 ? 1 : shape.columns());
    }

    private String cost(String end) {
        var shape = shapes.get(end);
        if (!shape.hasAnyRows() || random.nextInt(4) == 0) {
            var total = random.nextInt(2) == 0 ? Reduction.SUM : Reduction.MEAN;
            return apply(total, Shape.SCALAR, apply(Activation.TANH, end));
        }
        var loss = LOSSES.get(random.nextInt(LOSSES.size()));
        var y = add(new Input("y" + nodes.size(), true, shape.columns()), shape, false);
        var prediction = switch (loss) {
            case BINARY_CROSS_ENTROPY -> apply(Activation.SIGMOID, apply(Activation.TANH, end));
            case CATEGORICAL_CROSS_ENTROPY -> apply(Activation.SOFTMAX, end);
            case MEAN_SQUARED_ERROR, HALF_MEAN_SQUARED_ERROR, MEAN_ABSOLUTE_ERROR, HUBER -> apply(Activation.TANH, end);
        };
        return apply(new LossOf(loss), Shape.SCALAR, y, prediction);
    }
}
