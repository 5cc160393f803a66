/**
 * The same networks trained on the same data by this engine and by other libraries for the Java platform, in turn; and by this engine's
 * different kernels, for the same bits.
 *
 * <p>Each library has a process of its own for each number of threads, and one class here that knows it. Uses {@code benchmark.harness},
 * {@code benchmark.limit} and {@code benchmark.engine}.
 */
@NullMarked
package dev.chainrule.benchmark.training;

import org.jspecify.annotations.NullMarked;
