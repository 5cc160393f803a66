/**
 * How the benchmarks build and run the engine, in one place. Uses {@code network} and {@code matrix}.
 */
package dev.chainrule.benchmark.engine;
