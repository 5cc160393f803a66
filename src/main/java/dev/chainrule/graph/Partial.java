package dev.chainrule.graph;

/**
 * ∂v/∂a, the derivative of an element v of a node's value by an element a of one of its inputs.
 *
 * @param row of v
 * @param column of v
 */
public record Partial(int row, int column, double derivative) {}
