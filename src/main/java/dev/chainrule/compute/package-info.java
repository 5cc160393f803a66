/**
 * Chooses the kernels and the compute threads once, at start, and says which and why: in the log, in {@code /actuator/info}; and warms the
 * kernels up.
 *
 * <p>Uses {@code matrix} and {@code network}.
 */
package dev.chainrule.compute;
