/**
 * Computational graphs: nodes through which values flow forward and gradients flow back, for models and for scalar expressions alike.
 *
 * <p>Uses {@code dev.chainrule.network} for what graphs and layers share (activations, losses, initialisers, what can be trained) and
 * {@code dev.chainrule.matrix}; knows nothing of jobs, Spring or JSON.
 */
package dev.chainrule.graph;
