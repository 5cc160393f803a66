/**
 * Every error the service answers with: RFC 9457 problem details, one exception that carries them, one handler that writes them.
 *
 * <p>Uses nothing of the other packages.
 */
package dev.chainrule.problem;
