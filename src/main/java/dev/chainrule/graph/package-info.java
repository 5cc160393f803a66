/**
 * Computational graphs: nodes that compute values in a forward pass and gradients in a backward pass, for models and for scalar expressions
 * alike.
 *
 * <p><b>Definition.</b> A list of {@code NodeDefinition}s: inputs, parameters, constants and operations with an {@code Operator}.
 * {@code ShapeInference} infers the sizes of inputs that have none. {@code GraphDefinition.of} sorts the nodes ({@code NodeOrder}), computes
 * shapes ({@code ShapeRules}) and checks that the graph ends in one number, the cost; faults are {@code GraphFault}s in a
 * {@code GraphException}. A graph that is to be trained must also satisfy the {@code TrainingRules}; {@code DefaultInitializers} says how its
 * parameters start if they do not. A shape is rows × columns; <em>n</em> rows stands for the rows of the batch.
 *
 * <p><b>Data flow.</b> A {@code Graph} is a definition with its parameters in one flat row, a {@code network.Trainable} as a network of
 * layers is. {@code GraphPass} copies the columns of a batch into the inputs ({@code InputColumns}) and drives a {@code GraphRun}:
 * forward, every {@code Node} computes its value from its inputs, in order; backward, from the cost with ∂C/∂C = 1, every node adds
 * ∂C/∂input to each input that needs a gradient. A node that several others use has several summands: the first is written, further
 * ones are added, in the reverse order of the nodes. Penalties are added to the parameters' gradients at the end. A loss after its
 * matching activation is computed from the activation's input in one step ({@code LossNode}), as in layers.
 *
 * <p><b>Bits.</b> Products, activations and losses are those of {@code matrix}; everything else uses {@code StrictMath} and float64
 * with one rounding, in one order. A stack of layers as a graph gives the bits of the layers ({@code LayerGraph},
 * {@code LayerGraphTest}).
 *
 * <p><b>A new operator</b>: a constant of {@code Operator}; its arithmetic in the node class of its kind, or in a new class that
 * {@code GraphRun} creates. The whole list: {@code src/docs/architecture.md}. {@code RandomGraphTest} checks gradients of all operators by
 * central differences.
 *
 * <p>The package knows nothing of jobs, Spring or JSON; {@code model} reads graphs from JSON.
 */
@NullMarked
package dev.chainrule.graph;

import org.jspecify.annotations.NullMarked;
