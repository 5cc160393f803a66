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
import dev.chainrule.matrix.Matrix;
import dev.chainrule.matrix.MatrixOperations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A graph at work on a fixed number of rows, with the matrices that its passes fill: values are set in its inputs, then it goes forward,
 * and backward in the reverse order.
 */
public final class GraphRun {
    private final MatrixOperations operations;
    /** Every node after all that go into it. */
    private final List<Node> nodes;
    private final Map<String, Node> byName;
    private final Node cost;

    private GraphRun(MatrixOperations operations, List<Node> nodes, Node cost) {
        this.operations = operations;
        this.nodes = nodes;
        this.byName = nodes.stream().collect(Collectors.toUnmodifiableMap(Node::name, Function.identity()));
        this.cost = cost;
    }

    /** What a run's leaves lie in. */
    public interface Leaves {
        /** Of an input, n × its size. */
        Matrix input(Input input);

        /** Of a parameter. */
        Matrix parameter(Parameter parameter);

        /** What the backward pass fills; null: it is not wanted. */
        @Nullable
        Matrix gradient(NodeDefinition leaf);
    }

    /**
     * @param rows how many go through at once
     * @param weights of the rows, rows × 1; null: they count alike
     */
    public static GraphRun of(GraphDefinition graph, int rows, Leaves leaves, @Nullable Matrix weights,
            MatrixOperations operations) {
        var nodes = new Node[graph.nodes().size()];
        var inOrder = new ArrayList<Node>();
        for (int i : graph.order().indices()) {
            var definition = graph.nodes().get(i);
            var inputs = graph.order().inputs(i).stream().map(input -> nodes[input]).toList();
            nodes[i] = switch (definition) {
                case Input input -> new LeafNode(input, leaves.input(input), leaves.gradient(input), operations);
                case Parameter parameter ->
                    new LeafNode(parameter, leaves.parameter(parameter), leaves.gradient(parameter), operations);
                case Constant constant ->
                    new LeafNode(constant, Matrix.of(operations.precision(), constant.value()), null, operations);
                case Operation operation ->
                    operation(operation, graph.shape(i), rows, inputs, weights, operations);
            };
            inOrder.add(nodes[i]);
        }
        return new GraphRun(operations, inOrder, nodes[graph.order().index(graph.cost())]);
    }

    private static Node operation(
            Operation operation, Shape shape, int rows, List<Node> inputs, @Nullable Matrix weights,
            MatrixOperations operations) {
        var value = Matrix.zeros(operations.precision(), shape.rows(rows), shape.columns());
        var gradient = inputs.stream().anyMatch(Node::requiresGradient)
                ? Matrix.zeros(operations.precision(), shape.rows(rows), shape.columns())
                : null;
        return switch (operation.operator()) {
            case Product _ -> new ProductNode(operation, inputs, value, gradient, operations);
            case Broadcast broadcast ->
                new BroadcastNode(operation, broadcast, inputs, value, gradient, operations);
            case Reduction reduction ->
                new ReductionNode(operation, reduction, inputs, value, gradient, operations);
            case Concat _ -> new ConcatNode(operation, inputs, value, gradient, operations);
            case Operator.Function function ->
                new FunctionNode(operation, function, inputs, value, gradient, operations);
            case ActivationOf(var activation) ->
                new ActivationNode(operation, activation, inputs, value, gradient, operations);
            case LossOf(var loss) ->
                new LossNode(operation, loss, inputs, value, gradient, weights, operations);
        };
    }

    /** Values of all nodes, in order. */
    public void forward() {
        nodes.forEach(Node::forward);
    }

    /** C, without penalties. */
    public double cost() {
        return cost instanceof LossNode loss ? loss.cost() : cost.value().get(0, 0);
    }

    /** Gradients of all nodes that want one, in the reverse order; the parameters' with their penalties. */
    public void backward() {
        nodes.forEach(Node::clear);
        if (!cost.requiresGradient()) {
            return;
        }
        cost.gradientSummand().fill(1);
        cost.addSummand();
        for (var node : nodes.reversed()) {
            if (node.hasGradient()) {
                node.backward(node.gradient());
            }
        }
        for (var node : nodes) {
            if (node.requiresGradient() && node.definition() instanceof Parameter parameter
                    && (parameter.l1() > 0 || parameter.l2() > 0)) {
                operations.addPenaltyGradient(parameter.l1(), parameter.l2(), node.value(), node.gradient());
            }
        }
    }

    /** Every node after all that go into it. */
    public List<Node> nodes() {
        return nodes;
    }

    /** @throws IllegalArgumentException if there is no such node */
    public Node node(String name) {
        var node = byName.get(name);
        if (node == null) {
            throw new IllegalArgumentException("the graph has no node \"" + name + "\"");
        }
        return node;
    }
}
