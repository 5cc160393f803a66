package dev.chainrule.graph;

import dev.chainrule.graph.NodeDefinition.Constant;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator.ActivationOf;
import dev.chainrule.graph.Operator.Broadcast;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.matrix.Saturated;
import dev.chainrule.network.PassMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Adds up the memory of the nodes of a {@link GraphRun}: for every operation its value, and its gradient if one is required; for a node
 * with several gradient summands the matrix of a summand; for a broadcast operation the sums for its inputs, in float64.
 */
final class GraphMemory {
    /** Bytes of the objects of a node. */
    private static final int NODE_OBJECTS = 640;

    private final GraphDefinition graph;
    private final int bytes;
    /** By node, whether it requires a gradient. */
    private final List<Boolean> requiresGradient = new ArrayList<>();

    private long fixed;
    private long perRow;

    /** @param wanted the leaves that require a gradient */
    private GraphMemory(GraphDefinition graph, Predicate<NodeDefinition> wanted) {
        this.graph = graph;
        this.bytes = graph.precision().bytes();
        var nodes = graph.nodes();
        nodes.forEach(node -> requiresGradient.add(wanted.test(node)));
        for (int i : graph.order().indices()) {
            if (nodes.get(i) instanceof Operation) {
                requiresGradient.set(i, graph.order().inputs(i).stream().anyMatch(requiresGradient::get));
            }
        }
        fixed = (long) NODE_OBJECTS * nodes.size();
    }

    /**
     * The memory of a pass.
     *
     * @param inputs numbers per row of input
     * @param outputs numbers per row of targets
     * @param isWholeRow inputs that are not copied from the row
     * @param backward whether it has a backward pass to the parameters
     */
    static PassMemory ofPass(
            GraphDefinition graph, int inputs, int outputs, Predicate<Input> isWholeRow, boolean backward) {
        var memory = new GraphMemory(graph, node -> backward && node instanceof Parameter);
        memory.addPerRow(Saturated.sum(inputs, outputs));
        graph.nodes().stream()
                .filter(node -> node instanceof Input input && !isWholeRow.test(input))
                .forEach(node -> memory.addPerRow(((Input) node).size()));
        memory.addOperations();
        return memory.sum();
    }

    /** The memory of a run with gradients of all leaves but targets and constants, whose inputs are copied from rows. */
    static PassMemory ofRun(GraphDefinition graph) {
        var memory = new GraphMemory(
                graph, node -> node instanceof Parameter || (node instanceof Input input && !input.target()));
        for (int i = 0; i < graph.nodes().size(); i++) {
            if (graph.nodes().get(i) instanceof Input) {
                memory.add(i, memory.bytes);
            }
            if (!(graph.nodes().get(i) instanceof Operation) && memory.requiresGradient.get(i)) {
                memory.add(i, memory.bytes);
            }
        }
        memory.addOperations();
        return memory.sum();
    }

    private void addOperations() {
        var gradientSummands = gradientSummands();
        for (int i = 0; i < requiresGradient.size(); i++) {
            switch (graph.nodes().get(i)) {
                case Operation operation -> addOperation(i, operation);
                case Constant _ -> add(i, bytes);
                case Input _,Parameter _ -> {}
            }
            if (requiresGradient.get(i) && gradientSummands[i] > 1) {
                add(i, bytes);
            }
        }
    }

    private void addOperation(int i, Operation operation) {
        add(i, bytes);
        if (requiresGradient.get(i)) {
            add(i, bytes);
        }
        if (operation.operator() instanceof Broadcast) {
            graph.order().inputs(i).stream().filter(requiresGradient::get).forEach(input -> add(input, Double.BYTES));
        }
    }

    /** The number of gradient summands of each node. */
    private int[] gradientSummands() {
        var counts = new int[requiresGradient.size()];
        counts[graph.order().index(graph.cost())]++;
        for (int i = 0; i < counts.length; i++) {
            var inputs = graph.order().inputs(i);
            if (graph.nodes().get(i) instanceof Operation operation
                    && operation.operator() instanceof LossOf(var loss)) {
                int p = inputs.get(1);
                boolean fused = graph.nodes().get(p) instanceof Operation prediction
                        && prediction.operator() instanceof ActivationOf(var activation)
                        && loss.isFusedWith(activation);
                counts[fused ? graph.order().inputs(p).getFirst() : p]++;
            } else {
                inputs.forEach(input -> counts[input]++);
            }
        }
        return counts;
    }

    private void addPerRow(long numbers) {
        perRow = Saturated.sum(perRow, Saturated.product(numbers, bytes));
    }

    /** Adds a matrix of a node's shape. */
    private void add(int node, int bytesEach) {
        var shape = graph.shape(node);
        if (shape.hasAnyRows()) {
            perRow = Saturated.sum(perRow, Saturated.product(shape.columns(), bytesEach));
        } else {
            fixed = Saturated.sum(fixed, Saturated.product(shape.rows(), shape.columns(), bytesEach));
        }
    }

    /** The total. A pass for fewer rows is a new one and shares no memory. */
    private PassMemory sum() {
        return new PassMemory(fixed, perRow, false);
    }
}
