/**
 * Shows the work: how values went forward and gradients back, whether the gradients are right, what the cost looks like around a model,
 * and descent on a function, as numbers and as pictures. Everything is computed in float64 on graphs, whatever precision a model trains in.
 *
 * <p>Uses graphs and models with their versions, datasets and preprocessing, and pictures.
 */
package dev.chainrule.explain;
