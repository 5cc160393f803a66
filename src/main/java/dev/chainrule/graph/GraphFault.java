package dev.chainrule.graph;

/**
 * What is wrong with a graph.
 *
 * @param node the index of the node to blame in the definition's list, or {@link #GRAPH} or {@link #OUTPUT}
 * @param detail in words, with the names and the shapes on both sides
 */
public record GraphFault(int node, String detail) {
    /** The graph as a whole is to blame. */
    public static final int GRAPH = -1;

    /** The name of the output is. */
    public static final int OUTPUT = -2;
}
