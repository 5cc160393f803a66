/**
 * Whether this process can still be trusted: it ends itself after an error that may have damaged its memory, and says so where only a
 * restart helps.
 *
 * <p>{@link dev.chainrule.health.FatalErrors} ends the process where code sees such an error,
 * {@link dev.chainrule.health.FatalErrorGuard} where only a library does.
 *
 * <p>{@link dev.chainrule.health.Vitals} holds the activities that the service needs: the pollers and heartbeats of its queues, its
 * scheduled tasks, the writes behind each run, the embedded database. Each <em>beats</em> on its own thread as long as it goes on, also
 * when the database fails: then it is the health component {@code db} that is down, and a restart would not help. An activity without a
 * beat for 30 s beyond its own pauses takes the readiness, for 2 minutes the liveness; the log names it each time. The limits are longer
 * than any wait for a database with the time limits that the service sets. An address of PostgreSQL with a {@code socketTimeout} of more
 * than 60 s goes beyond that.
 *
 * <p>Uses nothing of the other packages.
 */
package dev.chainrule.health;
