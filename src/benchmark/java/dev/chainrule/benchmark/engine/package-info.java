/**
 * How the benchmarks build and run the engine, in one place. Uses {@code network} and {@code matrix}.
 */
@NullMarked
package dev.chainrule.benchmark.engine;

import org.jspecify.annotations.NullMarked;
