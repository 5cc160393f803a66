package dev.chainrule.graph;

/**
 * What is wrong with a graph.
 *
 * @param node the index of the node to blame in the definition's list; −1: the graph as a whole
 * @param detail in words, with the names and the shapes on both sides
 */
public record GraphFault(int node, String detail) {}
