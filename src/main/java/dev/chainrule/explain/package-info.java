/**
 * Shows the work: how values went forward and gradients back, whether the gradients are right, and what the cost looks like around a
 * model. Everything is computed in float64 on the graph that a model is, whatever precision it trains in.
 *
 * <p>Uses graphs, models with their versions, datasets and preprocessing.
 */
package dev.chainrule.explain;
