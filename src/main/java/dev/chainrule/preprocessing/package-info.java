/**
 * Turns raw rows into a network's inputs and targets, and outputs back into a user's terms.
 *
 * <p>Fitted on training rows only and kept with the trained version. Uses {@code dataset}, {@code network}, {@code problem}.
 */
package dev.chainrule.preprocessing;
