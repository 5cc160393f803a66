/**
 * Dense neural networks: their definition, forward and backward passes, optimisers and the training loop, written once
 * for both precisions.
 *
 * <p>Uses {@code dev.chainrule.matrix} and the JDK, and knows nothing of jobs, Spring or JSON: whoever trains a network
 * hands in {@link dev.chainrule.network.Samples} and listens through a {@link dev.chainrule.network.TrainingListener}.
 */
package dev.chainrule.network;
