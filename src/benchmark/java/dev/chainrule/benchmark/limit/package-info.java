/**
 * The most floating-point operations a second that this machine does, measured in a process of its own.
 *
 * <p>Uses {@code benchmark.harness}, {@code matrix} for the name of a precision, and the Vector API.
 */
@NullMarked
package dev.chainrule.benchmark.limit;

import org.jspecify.annotations.NullMarked;
