package dev.chainrule.explain;

import dev.chainrule.graph.GraphDefinition;
import dev.chainrule.graph.Node;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.Shape;

/** How elements of nodes are written. */
public record ElementNames(GraphDefinition graph) {
    /**
     * {@code a1[2]} is the value of unit 2 of {@code a1} for one row. An element of a node whose value is the same for all rows has two
     * indices, as in {@code W1[0, 2]}; a single number has none.
     */
    public String element(Node node, int row, int column) {
        if (isOfRows(node)) {
            return node.name() + "[" + column + "]";
        }
        boolean single = node.definition() instanceof Operation && node.value().size() == 1;
        return single ? node.name() : node.name() + "[" + row + ", " + column + "]";
    }

    /** Whether the node has a row for each row that goes through the graph. */
    public boolean isOfRows(Node node) {
        return graph.shape(node.name()).rows() == Shape.ANY_ROWS;
    }

    /** {@code ∂C/∂what}. */
    public String ofCost(String what) {
        return derivative(graph.cost(), what);
    }

    public static String derivative(String of, String by) {
        return "∂" + of + "/∂" + by;
    }
}
