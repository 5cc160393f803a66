/**
 * Chooses the kernels and the compute threads once, at start, and says which and why: in the log, in {@code /actuator/info}.
 *
 * <p>Uses {@code matrix}.
 */
package dev.chainrule.compute;
