package dev.chainrule.graph;

/** A fault of a graph; each case says which part is faulty. */
public sealed interface GraphFault {
    /** A message with the names and the shapes on both sides. */
    String detail();

    /** The graph as a whole. */
    record OfWholeGraph(String detail) implements GraphFault {}

    /** The nodes together. */
    record OfNodes(String detail) implements GraphFault {}

    /**
     * The nodes together, because none is an input of this kind.
     *
     * @param target whether targets are missing, not features
     */
    record MissingInput(boolean target) implements GraphFault {
        @Override
        public String detail() {
            return target ? "need an input with the role target" : "need an input";
        }
    }

    /** @param node its index in the definition's list */
    record OfNode(int node, String detail) implements GraphFault {}

    /**
     * The inputs of a node.
     *
     * @param node its index in the definition's list
     */
    record OfInputs(int node, String detail) implements GraphFault {}

    /** The choice of the output. */
    record OfOutput(String detail) implements GraphFault {}
}
