package dev.chainrule.explain;

import dev.chainrule.graph.GraphDefinition;
import dev.chainrule.graph.Node;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.Shape;

/** How elements of nodes are written. */
public record ElementNames(GraphDefinition graph) {
    /**
     * {@code a1[2]} is what unit 2 of {@code a1} has for the row that is spoken of; elements of what is the same for all rows have two
     * indices, {@code W1[0, 2]}, and the one of a single number has none.
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
