/**
 * The torture test: services that are killed, stopped, suspended and robbed of their database must end every job as if nothing had
 * happened. {@link dev.chainrule.torture.TortureTest} says how it is run.
 */
package dev.chainrule.torture;
