package dev.chainrule.explain.backprop;

import dev.chainrule.explain.Batch;
import dev.chainrule.explain.ExplainedModel;
import dev.chainrule.explain.ParameterIndex;
import dev.chainrule.graph.GraphDefinition;
import dev.chainrule.graph.GraphRun;
import dev.chainrule.graph.NodeDefinition;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator.Product;
import dev.chainrule.matrix.MatrixOperations;
import dev.chainrule.matrix.Saturated;
import dev.chainrule.picture.diagram.Diagram;
import dev.chainrule.preprocessing.UnknownValues;
import java.util.List;

/**
 * One forward and one backward pass of rows through a model.
 *
 * @param unknown values of features that training did not know
 * @param run after both passes
 * @param learningRate of a step along the gradients
 * @param learningRateGiven whether the request gives it
 * @param chosen the parameters to list
 * @param limit how many of them at most
 */
public record Trace(
        ExplainedModel explained, int rows, List<UnknownValues> unknown, GraphRun run, double learningRate,
        boolean learningRateGiven,
        ParameterSelection chosen, int limit) {

    /** Bytes of a chain with its factors and their formulas. */
    private static final int CHAIN = 1024;

    /** Bytes of a listed parameter without its chains. */
    private static final int PARAMETER = 512;

    public static Trace of(
            ExplainedModel explained, Batch batch, double learningRate, boolean learningRateGiven,
            ParameterSelection chosen,
            int limit, MatrixOperations operations) {
        var run = explained.graph().run(batch.x(), batch.y(), operations);
        run.forward();
        run.backward();
        return new Trace(explained, batch.rows(), batch.unknown(), run, learningRate, learningRateGiven, chosen, limit);
    }

    /**
     * The bytes that a trace takes beside the version: the graph in float64 with its parameters, the rows and their targets, the run with all
     * gradients, and the list.
     *
     * @param graph in float64
     * @param rowNumbers inputs and targets of a row
     * @param limit how many parameters are listed at most
     */
    static long bytes(GraphDefinition graph, long rowNumbers, int rows, int limit) {
        long chains = Math.min(TraceReport.MAX_CHAINS, Saturated.product(limit, mostChains(graph, rows)));
        return Saturated.sum(
                ofRun(graph, rowNumbers, rows),
                Saturated.product(chains, CHAIN),
                Saturated.product(limit, PARAMETER),
                (long) TraceReport.MAX_NUMBERS * Double.BYTES);
    }

    /** How many chains a number of a parameter has at most: one for every element that depends on it in a node that has the parameter as an input. */
    private static long mostChains(GraphDefinition graph, int rows) {
        return graph.nodes().stream().mapToLong(node -> mostChains(graph, node, rows)).sum();
    }

    private static long mostChains(GraphDefinition graph, NodeDefinition node, int rows) {
        var shape = graph.shape(node.name());
        long chains = 0;
        for (int input = 0; input < node.inputs().size(); input++) {
            if (graph.node(node.inputs().get(input)) instanceof Parameter) {
                // In a product, a number on the left reaches one row, one on the right or of the bias one column.
                int reachedRows = isProduct(node) && input == 0 ? 1 : shape.rows(rows);
                int reachedColumns = isProduct(node) && input > 0 ? 1 : shape.columns();
                chains = Saturated.sum(chains, Saturated.product(reachedRows, reachedColumns));
            }
        }
        return chains;
    }

    private static boolean isProduct(NodeDefinition node) {
        return node instanceof Operation operation && operation.operator() instanceof Product;
    }

    /** The bytes that any explanation takes: a graph in float64 with its parameters, rows with their targets, and a run with all gradients. */
    static long ofRun(GraphDefinition graph, long rowNumbers, long rows) {
        return Saturated.sum(
                graph.footprint(0, 0, _ -> true).atRest(),
                Saturated.product(rows, rowNumbers, Double.BYTES),
                graph.runMemory().bytes(rows));
    }

    public Diagram diagram() {
        return explained.layered() ? NetworkDiagram.of(this) : GraphDiagram.of(this);
    }

    ParameterIndex index() {
        return new ParameterIndex(explained.graph(), explained.layered());
    }
}
