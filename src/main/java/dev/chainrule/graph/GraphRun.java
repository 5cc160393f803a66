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
 * A graph on a fixed number of rows, with the matrices that its passes fill. The values of its inputs are set from outside; then it runs
 * forward, and backward in the reverse order.
 */
public final class GraphRun {
    private final MatrixOperations operations;
    /** All nodes, each after its inputs. */
    private final List<Node> nodes;
    private final Map<String, Node> byName;
    private final Node cost;

    private GraphRun(MatrixOperations operations, List<Node> nodes, Node cost) {
        this.operations = operations;
        this.nodes = nodes;
        this.byName = nodes.stream().collect(Collectors.toUnmodifiableMap(Node::name, Function.identity()));
        this.cost = cost;
    }

    /** The matrices of a run's leaves. */
    public interface Leaves {
        /** The matrix of an input, n × its size. */
        Matrix input(Input input);

        /** The matrix of a parameter. */
        Matrix parameter(Parameter parameter);

        /** The matrix for a leaf's gradient, filled by the backward pass; null: no gradient is required. */
        @Nullable
        Matrix gradient(NodeDefinition leaf);
    }

    /**
     * @param rows rows of the batch
     * @param weights of the rows, rows × 1; null: no weights
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

    /** Computes the values of all nodes, in order. */
    public void forward() {
        nodes.forEach(Node::forward);
    }

    /** The cost C, without penalties. */
    public double cost() {
        return cost instanceof LossNode loss ? loss.cost() : cost.value().get(0, 0);
    }

    /** Computes the gradients of all nodes that require one, in the reverse order; those of parameters with their penalties. */
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

    /** All nodes, each after its inputs. */
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
