/**
 * Whether this process can still be trusted: it ends itself after an error that may have damaged its memory.
 *
 * <p>Uses nothing of the other packages.
 */
package dev.chainrule.health;
