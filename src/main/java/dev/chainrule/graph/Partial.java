package dev.chainrule.graph;

/**
 * ∂v/∂a, by how much an element v of a node's value moves when an element a of one of its inputs does.
 *
 * @param row of v
 * @param column of v
 */
public record Partial(int row, int column, double derivative) {}
