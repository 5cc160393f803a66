/**
 * Every error the service answers with: RFC 9457 problem details, one exception that carries them, one handler that writes them.
 *
 * <p>Uses {@code health}: an error after which the memory cannot be trusted ends the process instead.
 */
package dev.chainrule.problem;
