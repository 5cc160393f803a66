/**
 * Starts the service, and holds what all of it shares: the clock, how JSON is read and written, what is said at start.
 *
 * <p>The arrows between the packages run only downwards: {@code sweep} → {@code job} → {@code model} → {@code preprocessing} → {@code dataset},
 * {@code network} → {@code matrix} → JDK; {@code ArchitectureTest} holds them.
 */
package dev.chainrule;
