package dev.chainrule.graph;

import dev.chainrule.graph.NodeDefinition.Constant;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.matrix.Precision;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Footprint;
import dev.chainrule.network.Loss;
import dev.chainrule.network.PassMemory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A directed acyclic graph of nodes that ends in one number, the cost.
 *
 * <p>Parameters, inputs and targets keep the order in which they are listed.
 */
public final class GraphDefinition {
    private static final int FUNCTION = 8;

    /** Bytes of the objects of a node's definition, with its names. */
    private static final int NODE_DEFINITION = 512;
    /** Bytes of an array beside its elements: header, length, and a reference to it. */
    private static final int ARRAY = 24;

    private final Precision precision;
    private final List<NodeDefinition> nodes;
    private final NodeOrder order;
    private final List<Shape> shapes;
    private final int cost;
    private final int output;

    /** For {@link DefinitionCheck}, which has checked all of it. */
    GraphDefinition(
            Precision precision, List<NodeDefinition> nodes, NodeOrder order, List<Shape> shapes, int cost,
            int output) {
        this.precision = precision;
        this.nodes = nodes;
        this.order = order;
        this.shapes = shapes;
        this.cost = cost;
        this.output = output;
    }

    /**
     * @param nodes in any order
     * @param output the name of the node that is predicted; empty: the prediction of the only loss
     * @throws GraphException if the nodes are not a valid graph
     */
    public static GraphDefinition of(Precision precision, List<NodeDefinition> nodes, Optional<String> output) {
        return new DefinitionCheck(precision, nodes, output).definition();
    }

    static boolean isLoss(NodeDefinition node) {
        return node instanceof Operation operation && operation.operator() instanceof Operator.LossOf;
    }

    public Precision precision() {
        return precision;
    }

    /** The same graph in another precision. */
    public GraphDefinition in(Precision other) {
        return new GraphDefinition(other, nodes, order, shapes, cost, output);
    }

    /** The operations that are losses. */
    public List<Operation> losses() {
        return nodes.stream().filter(GraphDefinition::isLoss).map(Operation.class::cast).toList();
    }

    /**
     * The node of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public NodeDefinition node(String name) {
        return nodes.get(index(name));
    }

    /** As they were listed. */
    public List<NodeDefinition> nodes() {
        return nodes;
    }

    /** @throws IllegalArgumentException if there is no such node */
    public Shape shape(String name) {
        return shapes.get(index(name));
    }

    /** The node that the graph ends in, 1 × 1. */
    public String cost() {
        return nodes.get(cost).name();
    }

    /** The node that is predicted; empty if none is named and the losses do not determine it. */
    public Optional<String> output() {
        return output < 0 ? Optional.empty() : Optional.of(nodes.get(output).name());
    }

    /** The loss that the graph ends in; empty if its cost is computed otherwise, such as from several losses. */
    public Optional<Loss> loss() {
        return nodes.get(cost) instanceof Operation operation
                && operation.operator() instanceof Operator.LossOf(var loss)
                        ? Optional.of(loss)
                        : Optional.empty();
    }

    /**
     * The same graph with another loss of the same prediction. Parameters, inputs and outputs stay as they are.
     *
     * @throws IllegalStateException if the graph does not {@linkplain #loss() end in a loss}
     */
    public GraphDefinition withLoss(Loss other) {
        if (loss().isEmpty()) {
            throw new IllegalStateException("the graph ends in \"" + cost() + "\", which is not a loss");
        }
        var exchanged = new ArrayList<>(nodes);
        exchanged.set(cost, new Operation(cost(), new Operator.LossOf(other), nodes.get(cost).inputs()));
        // Targets and prediction have the same shape for every loss: nothing that was checked can be wrong now.
        return new GraphDefinition(precision, List.copyOf(exchanged), order, shapes, cost, output);
    }

    /** The activation that the output is computed by; the identity if it is computed otherwise. */
    public Activation outputActivation() {
        return output >= 0 && nodes.get(output) instanceof Operation operation
                && operation.operator() instanceof Operator.ActivationOf(var activation)
                        ? activation
                        : Activation.IDENTITY;
    }

    /** The loss whose prediction is the {@linkplain #output() output}; empty if the cost is computed otherwise. */
    public Optional<Loss> outputLoss() {
        return losses().stream()
                .filter(loss -> output().filter(loss.inputs().get(1)::equals).isPresent())
                .map(loss -> ((Operator.LossOf) loss.operator()).loss())
                .findFirst();
    }

    /** Why the graph cannot be trained to predict its output; empty if it can. */
    public List<GraphFault> trainingFaults() {
        return TrainingRules.faults(this);
    }

    /** Whether every element of a node's value is in [0, 1] for any inputs and parameters, as far as its {@link Bounds} show. */
    public boolean givesProbabilities(String name) {
        var bounds = new Bounds[nodes.size()];
        for (int i : order.indices()) {
            bounds[i] = Bounds.of(nodes.get(i), order.inputs(i).stream().map(input -> bounds[input]).toList());
        }
        return bounds[index(name)].areWithin(0, 1);
    }

    /** How many numbers the values of inputs and operations have for a batch. */
    public long numbers(int batchRows) {
        long count = 0;
        for (int i = 0; i < nodes.size(); i++) {
            count += switch (nodes.get(i)) {
                case Input _,Operation _ -> size(i, batchRows);
                case Parameter _,Constant _ -> 0;
            };
        }
        return count;
    }

    private long size(int node, int batchRows) {
        return (long) shapes.get(node).rows(batchRows) * shapes.get(node).columns();
    }

    /**
     * The memory that a graph takes.
     *
     * @param inputs numbers per row of input
     * @param outputs numbers per row of targets
     * @param isWholeRow which inputs are a whole row, unchanged
     */
    public Footprint footprint(int inputs, int outputs, Predicate<Input> isWholeRow) {
        return new Footprint(
                precision, outputs, parameterCount(), definitionBytes(),
                GraphMemory.ofPass(this, inputs, outputs, isWholeRow, false),
                GraphMemory.ofPass(this, inputs, outputs, isWholeRow, true));
    }

    /** The memory of a {@link GraphRun} with the graph's own parameters and gradients of all parameters and features. */
    public PassMemory runMemory() {
        return GraphMemory.ofRun(this);
    }

    private long definitionBytes() {
        long bytes = 0;
        for (var node : nodes) {
            bytes += NODE_DEFINITION + node.givenRows() * ARRAY + node.givenNumbers() * Double.BYTES;
        }
        return bytes;
    }

    /** Approximate number of multiplications of a forward pass; a function of an element counts as {@value #FUNCTION}. */
    public double work(int batchRows) {
        double work = 0;
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i) instanceof Operation operation) {
                work += operation.operator() instanceof Operator.Product
                        ? (double) size(i, batchRows) * shapes.get(order.inputs(i).getFirst()).columns()
                        : (double) FUNCTION * largest(i, batchRows) * operation.inputs().size();
            }
        }
        return work;
    }

    /** The largest size among a node and its inputs: a reduction reads more numbers than it has. */
    private long largest(int node, int batchRows) {
        return Math.max(size(node, batchRows),
                order.inputs(node).stream().mapToLong(i -> size(i, batchRows)).max().orElse(0));
    }

    /** Whether a node is a target or depends on one. */
    public boolean dependsOnTargets(String name) {
        var made = new HashSet<Integer>();
        for (int i : order.indices()) {
            if ((nodes.get(i) instanceof Input input && input.target())
                    || order.inputs(i).stream().anyMatch(made::contains)) {
                made.add(i);
            }
        }
        return made.contains(index(name));
    }

    /**
     * The nodes that a node's value is computed from, and the node itself, each after its inputs.
     *
     * @throws IllegalArgumentException if there is no such node
     */
    public List<NodeDefinition> nodesOf(String name) {
        var needed = new HashSet<Integer>(List.of(index(name)));
        for (int i : order.indices().reversed()) {
            if (needed.contains(i)) {
                needed.addAll(order.inputs(i));
            }
        }
        return order.indices().stream().filter(needed::contains).<NodeDefinition>map(nodes::get).toList();
    }

    /** As they were listed. */
    public List<Parameter> parameters() {
        return nodes.stream().filter(Parameter.class::isInstance).map(Parameter.class::cast).toList();
    }

    /** Numbers in all parameters. */
    public long parameterCount() {
        return parameters().stream().mapToLong(parameter -> (long) parameter.rows() * parameter.columns()).sum();
    }

    /** The inputs that are features, or those that are targets, as they were listed. */
    public List<Input> inputs(boolean targets) {
        return nodes.stream()
                .filter(Input.class::isInstance)
                .map(Input.class::cast)
                .filter(input -> input.target() == targets)
                .toList();
    }

    private int index(String name) {
        int index = order.index(name);
        if (index < 0) {
            throw new IllegalArgumentException("the graph has no node \"" + name + "\"");
        }
        return index;
    }

    /** The nodes by index and in order. */
    NodeOrder order() {
        return order;
    }

    Shape shape(int index) {
        return shapes.get(index);
    }
}
