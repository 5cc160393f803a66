/**
 * What is specific to the database behind the service: which product it is, its schema, retries, tables of db-scheduler, PostgreSQL's
 * timeouts; for the embedded database, an H2 file, its errors, its backups and the restore command.
 *
 * <p>At start, {@code StartCheck} reads the file before the connection pool opens it for writing, and {@code DamagedDatabase} says what
 * to do if that fails. Then {@code SchemaMigration} brings the schema to this version, on PostgreSQL by {@code MigrationConnections}; if it
 * cannot, {@code UnusableSchema} says why. While the service runs, {@code ClosedDatabase} sees every error of a connection, and
 * {@code DatabaseHealth} records damage. {@code Backups} writes to {@code backups/} beside the file, on one platform thread that nothing interrupts.
 * {@code RestoreCommand} runs instead of the service.
 *
 * <p>{@code StorageRetry} repeats accesses that fail for a while. {@code TaskTable} adds a task in the caller's transaction and wakes the
 * scheduler after the commit; {@code TableSchedulers} starts a db-scheduler that takes tasks from it, on {@code SchedulerThreads}.
 * {@code EmbeddedDatabaseWatch} makes the service not live when H2 has closed the file for good.
 *
 * <p>Only this package uses H2's classes.
 */
@NullMarked
package dev.chainrule.database;

import org.jspecify.annotations.NullMarked;
