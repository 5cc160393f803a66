/**
 * The command that runs the benchmarks and prints what they measured.
 *
 * <p>Not a part of the service: only Maven's profile {@code benchmark} compiles these packages. Uses all of them.
 */
@NullMarked
package dev.chainrule.benchmark;

import org.jspecify.annotations.NullMarked;
