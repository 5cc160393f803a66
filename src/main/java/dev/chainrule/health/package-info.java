/**
 * Whether this process can still be trusted: it ends itself after an error that may have damaged its memory, and reports when only a
 * restart helps.
 *
 * <p>{@link dev.chainrule.health.FatalErrors} ends the process where code of the service sees such an error,
 * {@link dev.chainrule.health.FatalErrorGuard} where only a library does.
 *
 * <p>{@link dev.chainrule.health.Vitals} holds the activities that the service needs: the pollers and heartbeats of its queues, its
 * scheduled tasks, the write-behind of each run, the embedded database. Each <em>beats</em> on its own thread as long as it works, also
 * when the database fails: then the health component {@code db} is down, and a restart would not help. An activity without a beat for
 * 30 s beyond its own pauses makes the service not ready, for 2 minutes not live; the log names it each time. These limits are longer
 * than any wait for a database under the timeouts that the service sets. A PostgreSQL URL with a {@code socketTimeout} of more than 60
 * s exceeds them.
 */
@NullMarked
package dev.chainrule.health;

import org.jspecify.annotations.NullMarked;
