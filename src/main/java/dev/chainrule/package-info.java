/**
 * Starts the service, and configures what all packages share: the clock, how JSON numbers are read and written, and the report at start.
 *
 * <p>{@code Launcher} is the entry point of {@code java -jar}: compiled for Java 17, it says which Java is needed.
 * {@code ChainruleApplication} starts the service, or restores the embedded database from a backup if the first argument is
 * {@code restore}. {@code StartReport} prints the address and a first example once the web server listens.
 *
 * <p>The order of start and stop: {@code database} checks the embedded file before the connection pool opens it; Flyway migrates the
 * schema; the callback queue and the job worker start, so that every job's state is correct before the web server listens. The stop runs in
 * the opposite order.
 *
 * <p>The packages form layers, from the engine at the bottom to sweeps and explanations at the top; {@code ArchitectureTest} lists
 * them. {@code src/docs/architecture.md} describes the whole; each package's documentation describes its own part.
 */
@NullMarked
package dev.chainrule;

import org.jspecify.annotations.NullMarked;
