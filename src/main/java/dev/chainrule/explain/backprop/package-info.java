/**
 * Shows the forward and the backward pass of a model, and compares gradients with differences of the cost.
 *
 * <p><b>A {@code POST …/backprop}, step by step.</b> {@code ExplainController} calls {@code Backprop}, which reads the rows and the
 * model ({@code ExampleReader}) and the parameters to list ({@code ParameterSelection}), and reserves memory. {@code Trace} runs the graph
 * forward and backward once. {@code TraceReport} lists the values and gradients of all nodes, and for each parameter its value, its
 * gradient, its share of the blame ({@code Blame}) and its chains of factors ({@code Chains}), within limits; {@code TraceView} is the
 * answer. {@code TraceText} writes the same as text; {@code NetworkDiagram} and {@code GraphDiagram} describe it as a
 * {@code picture.diagram.Diagram}: units and weights of layers, or nodes and local derivatives of a graph.
 *
 * <p><b>A {@code POST …/gradient-check}.</b> {@code GradientChecks} reads the request; {@code GradientCheck} compares each gradient
 * with a central difference. Where the two differ, {@code Kinks} says whether a kink lies within the difference: there is no gradient
 * then.
 *
 * <p><b>Chain</b>: one path from the cost to a parameter, with its factors; the products of all chains add up to the gradient, to the
 * last bit if there is only one. <b>Blame</b>: a parameter's share of Σ|∂C/∂w| over its layer or node. <b>Kink</b>: a place where a
 * function is not smooth.
 *
 * <p>A new activation, loss or function needs a case in {@code Kinks}, a new operator or loss one in {@code Formulas}; a new kind of node
 * needs one in {@code Chains} only if its local derivative is the value of another input, as in a product.
 */
@NullMarked
package dev.chainrule.explain.backprop;

import org.jspecify.annotations.NullMarked;
