/**
 * Matrix products by the scalar and the vector kernels, by ND4J and by DJL, against the machine's limit.
 *
 * <p>Uses {@code benchmark.harness}, {@code benchmark.limit} and {@code benchmark.engine}.
 */
@NullMarked
package dev.chainrule.benchmark.product;

import org.jspecify.annotations.NullMarked;
