/**
 * Pairs of kernels under JMH: the same operation by the scalar kernels, and by the vector kernels at every width of vectors.
 *
 * <p>Uses {@code benchmark.harness} and {@code benchmark.engine}.
 */
@NullMarked
package dev.chainrule.benchmark.kernel;

import org.jspecify.annotations.NullMarked;
