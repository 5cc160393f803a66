/**
 * What all explanations share: which model is explained, and the rows and the parameters that a request names.
 *
 * <p>The features are in sub-packages: {@code backprop} shows one pass forward and backward and checks gradients numerically;
 * {@code boundary} draws which classes a version predicts over two features; {@code surface} measures the cost over two parameters;
 * {@code descent} minimises a function that is given as text and needs none of the classes here. Everything is computed in float64 on
 * graphs, whatever precision a model trains in, and nothing is stored.
 *
 * <p>{@code ExplainedModels} finds a {@code ExplainedModel}: a version of a model, or the model with its initial parameters, as a
 * {@code graph.Graph} in float64. Layers are converted to a graph ({@code graph.LayerGraph}). {@code ExampleReader} reads the model and a
 * {@code Batch} of rows with targets from a request. {@code ParameterReference} names one number of a model, in requests as a
 * {@code ParameterDocument}, {@code ParameterIndex} translates between its position among all parameters and its place in a layer or node,
 * and {@code ElementNames} writes elements of nodes, as in {@code a1[2]}.
 */
@NullMarked
package dev.chainrule.explain;

import org.jspecify.annotations.NullMarked;
